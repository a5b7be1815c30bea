"""A model server for tests: it speaks the protocols of OpenAI, Anthropic and Ollama, and does what a script says."""
import http.server
import json
import re
import threading
import time


def cited(prompt, words):
    """The name of the first line of the evidence that holds the words, such as E1:12."""
    for name, text in re.findall(r"^\[?(E\d+:\d+)\]?:? (.*)$", prompt, re.M):
        if words.lower() in text.lower():
            return name
    return "E9:9"


def answer(*claims, hypotheses=(), steps=(), questions=()):
    """The text of an answer in the schema that is asked for."""
    return json.dumps({"conclusion": [{"text": t, "cites": list(c)} for t, c in claims],
                       "hypotheses": [{"text": t, "cites": list(c), "likelihood": p} for t, c, p in hypotheses],
                       "next_steps": [{"text": t, "command": c} for t, c in steps], "questions": list(questions)})


class ModelServer:
    """`script` gets the body of a request (a dict) and its number, and returns text, or a dict of `text`, `calls` (of
    tools: name and JSON text of arguments), `status`, `body`, `headers`, `cut` (bytes of the stream that are sent),
    `stall` (seconds before the answer), `hold` (seconds that the connection stays open behind it), `usage` (False: none
    is told by chat completions), `pace` (seconds between its pieces), `stop` (the protocol's own word for why it
    ended). `facts` maps paths to what a GET, or a POST that asks for no completion, is answered."""

    def __init__(self, script, facts=None):
        self.script, self.seen, self.closed = script, [], threading.Event()
        self.facts = facts or {}
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def do_GET(self):
                known = outer.facts.get(self.path)
                self.tell({}, {"status": 404 if known is None else 200, "body": json.dumps(known)})

            def do_POST(self):
                raw = self.rfile.read(int(self.headers["Content-Length"]))
                if self.path == "/api/show":
                    return self.do_GET()
                body = json.loads(raw)
                outer.seen.append({"path": self.path, "headers": dict(self.headers), "body": body, "raw": raw})
                told = outer.script(body, len(outer.seen))
                told = told if isinstance(told, dict) else {"text": told}
                try:
                    self.tell(body, told)
                except (BrokenPipeError, ConnectionResetError):
                    outer.closed.set()

            def tell(self, body, told):
                until = time.monotonic() + told.get("stall", 0)
                while time.monotonic() < until:
                    self.connection.settimeout(.02)
                    try:
                        if self.connection.recv(1) == b"":
                            outer.closed.set()
                            return
                    except TimeoutError:
                        pass
                self.connection.settimeout(None)
                if "status" in told:
                    data = told.get("body", "")
                    data = data if isinstance(data, bytes) else data.encode()
                    self.send_response(told["status"])
                    for name, value in told.get("headers", {}).items():
                        self.send_header(name, value)
                    self.send_header("Content-Length", str(len(data)))
                    self.end_headers()
                    self.wfile.write(data)
                    return
                if not body.get("stream"):
                    return self.tell(body, {"status": 200, "body": outer.whole(self.path, told.get("text", ""), told)})
                stream = outer.stream(self.path, told.get("text", ""), told)
                if "cut" in told:
                    stream = stream[:told["cut"]]
                self.send_response(200)
                self.send_header("Content-Type", "text/event-stream")
                self.send_header("Connection", "close")
                self.end_headers()
                if "pace" in told:  # seconds between pieces of the stream
                    for i in range(0, len(stream), 200):
                        self.wfile.write(stream[i:i + 200])
                        time.sleep(told["pace"])
                else:
                    self.wfile.write(stream)
                if "hold" in told:  # the connection stays open behind the end
                    self.wfile.flush()
                    time.sleep(told["hold"])
                self.close_connection = True

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, args=(.02,), daemon=True).start()

    @staticmethod
    def whole(path, text, told):
        """The same as one JSON object."""
        calls, stop = told.get("calls", []), told.get("stop")
        if path.endswith("/api/chat"):
            return json.dumps({"message": {"role": "assistant", "content": text,
                                           "tool_calls": [{"function": {"name": n, "arguments": json.loads(a)}} for n, a in calls]},
                               "done": True, "done_reason": stop or "stop", "prompt_eval_count": 100, "eval_count": 20})
        if path.endswith("/messages"):
            return json.dumps({"content": [{"type": "text", "text": text}] + [
                {"type": "tool_use", "id": f"c{i}", "name": n, "input": json.loads(a)} for i, (n, a) in enumerate(calls)],
                "stop_reason": stop or "end_turn", "usage": {"input_tokens": 100, "output_tokens": 20}})
        if path.endswith("/responses"):
            return json.dumps({"status": "completed", "output": [
                {"type": "message", "content": [{"type": "output_text", "text": text}]}] + [
                {"type": "function_call", "call_id": f"c{i}", "name": n, "arguments": a} for i, (n, a) in enumerate(calls)],
                "usage": {"input_tokens": 100, "output_tokens": 20}})
        return json.dumps({"choices": [{"message": {"role": "assistant", "content": text, "tool_calls": [
            {"id": f"c{i}", "type": "function", "function": {"name": n, "arguments": a}} for i, (n, a) in enumerate(calls)]},
            "finish_reason": stop or "stop"}], "usage": {"prompt_tokens": 100, "completion_tokens": 20}})

    @staticmethod
    def stream(path, text, told):
        """The text in pieces of seven characters, as the protocol of that path writes them."""
        pieces = [text[i:i + 7] for i in range(0, len(text), 7)] or [""]
        stop, calls = told.get("stop"), told.get("calls", [])
        if path.endswith("/api/chat"):
            events = [{"message": {"role": "assistant", "content": p}, "done": False} for p in pieces]
            events += [{"message": {"role": "assistant", "tool_calls": [{"function": {"name": n, "arguments": json.loads(a)}}]}, "done": False} for n, a in calls]
            events.append({"message": {"role": "assistant", "content": ""}, "done": True, "done_reason": stop or "stop",
                           "prompt_eval_count": 100, "eval_count": 20})
            return "".join(json.dumps(e, ensure_ascii=False) + "\n" for e in events).encode()
        if path.endswith("/messages"):
            events = [{"type": "message_start", "message": {"usage": {"input_tokens": 100, "output_tokens": 1}}},
                      {"type": "content_block_start", "index": 0, "content_block": {"type": "text", "text": ""}}]
            events += [{"type": "content_block_delta", "index": 0, "delta": {"type": "text_delta", "text": p}} for p in pieces]
            for i, (n, a) in enumerate(calls, 1):
                events += [{"type": "content_block_start", "index": i, "content_block": {"type": "tool_use", "id": f"c{i}", "name": n, "input": {}}},
                           {"type": "content_block_delta", "index": i, "delta": {"type": "input_json_delta", "partial_json": a}}]
            events += [{"type": "message_delta", "delta": {"stop_reason": stop or "end_turn"}, "usage": {"output_tokens": 20}},
                       {"type": "message_stop"}]
            return "".join(f"event: {e['type']}\ndata: {json.dumps(e, ensure_ascii=False)}\n\n" for e in events).encode()
        if path.endswith("/responses"):
            events = [{"type": "response.output_text.delta", "delta": p} for p in pieces]
            events += [{"type": "response.output_item.done", "item": {"type": "function_call", "call_id": f"c{i}", "name": n, "arguments": a}}
                       for i, (n, a) in enumerate(calls)]
            events.append({"type": "response." + ("incomplete" if stop else "completed"), "response": {"status": "incomplete" if stop else "completed",
                           "incomplete_details": {"reason": stop}, "usage": {"input_tokens": 100, "output_tokens": 20}}})
            return "".join(f"data: {json.dumps(e, ensure_ascii=False)}\n\n" for e in events).encode()
        events = [{"choices": [{"index": 0, "delta": {"role": "assistant", "content": None}}]}]
        events += [{"choices": [{"index": 0, "delta": {"content": p}}]} for p in (pieces if text or not calls else [])]
        for i, (name, arguments) in enumerate(calls):
            events.append({"choices": [{"index": 0, "delta": {"tool_calls": [
                {"index": i, "id": f"call-{i}", "type": "function", "function": {"name": name, "arguments": ""}}]}}]})
            events += [{"choices": [{"index": 0, "delta": {"tool_calls": [{"index": i, "function": {"arguments": p}}]}}]}
                       for p in (arguments[:5], arguments[5:])]
        events += [{"choices": [{"index": 0, "delta": {}, "finish_reason": stop or ("tool_calls" if calls else "stop")}]},
                   {"choices": [], "usage": told.get("usage", {"prompt_tokens": 100, "completion_tokens": 20})}]
        return ("".join(f"data: {json.dumps(e, ensure_ascii=False)}\n\n" for e in events) + "data: [DONE]\n\n").encode()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def prompt(self, n=0):
        """Everything that the n-th request says, as text."""
        return self.seen[n]["raw"].decode()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
