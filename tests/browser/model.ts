// A model server that speaks chat completions and answers when the test lets it.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Reply = { text: string } | { tool: string; arguments: object };

export class Model {
  url = '';
  asked = 0;
  private server: Server | null = null;
  private ready: Reply[] = [];
  private waiting: ((r: Reply) => void)[] = [];

  async start(): Promise<this> {
    this.server = createServer((request, response) => {
      request.resume();
      request.on('end', async () => {
        ++this.asked;
        const reply = await new Promise<Reply>((go) => {
          const next = this.ready.shift();
          if (next) go(next);
          else this.waiting.push(go);
        });
        const delta =
          'text' in reply
            ? { content: reply.text }
            : { tool_calls: [{ index: 0, id: 'call_1', type: 'function', function: { name: reply.tool, arguments: JSON.stringify(reply.arguments) } }] };
        const end = 'text' in reply ? 'stop' : 'tool_calls';
        response.writeHead(200, { 'content-type': 'text/event-stream' });
        for (const chunk of [
          { choices: [{ index: 0, delta: { role: 'assistant', ...delta } }] },
          { choices: [{ index: 0, delta: {}, finish_reason: end }] },
          { choices: [], usage: { prompt_tokens: 900, completion_tokens: 40 } },
        ])
          response.write(`data: ${JSON.stringify({ id: 'x', model: 'test', object: 'chat.completion.chunk', ...chunk })}\n\n`);
        response.end('data: [DONE]\n\n');
      });
    }).listen(0, '127.0.0.1');
    await new Promise((go) => this.server?.once('listening', go));
    this.url = `http://127.0.0.1:${(this.server?.address() as AddressInfo).port}/v1`;
    return this;
  }

  /** Lets the oldest question, or the next one, be answered. */
  answer(reply: Reply) {
    const first = this.waiting.shift();
    if (first) first(reply);
    else this.ready.push(reply);
  }

  async end() {
    this.server?.closeAllConnections();
    await new Promise((go) => this.server?.close(go));
  }
}
