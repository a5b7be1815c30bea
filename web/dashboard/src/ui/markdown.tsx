import { memo, type ComponentProps, type ReactNode } from 'react';
import ReactMarkdown from 'react-markdown';
import remarkGfm from 'remark-gfm';
import { piecesOf, type Cite } from './cites';
import { CopyButton } from './copy_button';
import styles from './markdown.module.css';

interface Node {
  type: string;
  value?: string;
  children?: Node[];
  data?: { hName: string; hProperties: Record<string, string>; hChildren: { type: 'text'; value: string }[] };
}

/** Citations in the text, not in code, become elements of their own. */
function citations() {
  const visit = (node: Node) => {
    if (!node.children) return;
    node.children = node.children.flatMap((child): Node[] => {
      if (child.type !== 'text') {
        visit(child);
        return [child];
      }
      return piecesOf(child.value ?? '').map((piece): Node =>
        typeof piece === 'string'
          ? { type: 'text', value: piece }
          : {
              type: 'citation',
              data: { hName: 'cite', hProperties: { file: piece.file, lines: piece.lines }, hChildren: [{ type: 'text', value: piece.text }] },
            },
      );
    });
  };
  return visit;
}

const plugins = [remarkGfm, citations];

function textIn(node: ReactNode): string {
  if (typeof node === 'string') return node;
  if (Array.isArray(node)) return node.map(textIn).join('');
  if (node && typeof node === 'object' && 'props' in node) return textIn((node.props as { children?: ReactNode }).children);
  return '';
}

function CiteButton({ cite, onCite, text }: { cite: Cite; onCite: (cite: Cite) => void; text: string }) {
  return (
    <button type="button" className={styles.cite} onClick={() => onCite({ file: cite.file, lines: cite.lines })} title="Show these lines">
      {text}
    </button>
  );
}

interface Props {
  text: string;
  /** What a click on a citation does; without it citations are text. */
  onCite?: (cite: Cite) => void;
}

/** Markdown of answers and reports. HTML in it is text, pictures are their words, links go out of the program. */
export const Markdown = memo(function Markdown({ text, onCite }: Props) {
  const components: ComponentProps<typeof ReactMarkdown>['components'] = {
    pre: ({ children }) => (
      <div className={styles.command}>
        <pre>{children}</pre>
        <CopyButton text={textIn(children).trimEnd()} />
      </div>
    ),
    // Reports write citations as code.
    code: ({ children, className }) => {
      const piece = onCite && typeof children === 'string' ? piecesOf(`[${children}]`)[0] : undefined;
      if (!onCite || typeof piece !== 'object') return <code className={className}>{children}</code>;
      return <CiteButton cite={piece} onCite={onCite} text={children as string} />;
    },
    img: ({ alt }) => <>{alt}</>,
    a: ({ href, children }) => (
      <a href={href} target="_blank" rel="noopener noreferrer nofollow">
        {children}
      </a>
    ),
    table: ({ children }) => (
      <div className={styles.wide} tabIndex={0} role="region" aria-label="Table">
        <table>{children}</table>
      </div>
    ),
    cite: (props) => {
      const { file, lines, children } = props as unknown as Cite & { children: ReactNode };
      if (!onCite) return <span>[{children}]</span>;
      return <CiteButton cite={{ file, lines }} onCite={onCite} text={textIn(children)} />;
    },
  };
  return (
    <div className={styles.markdown}>
      <ReactMarkdown remarkPlugins={plugins} components={components}>
        {text}
      </ReactMarkdown>
    </div>
  );
});
