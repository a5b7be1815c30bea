#!/usr/bin/env python3
"""TLS in front of a plain server: tls_front.py CERTIFICATE KEY PORT; prints the port at which it listens."""
import select
import socket
import ssl
import sys
import threading


def copy_both(secure, plain):
    try:
        while True:
            if secure.pending() == 0:
                ready, _, _ = select.select([secure, plain], [], [])
            else:
                ready = [secure]
            for side, other in ((secure, plain), (plain, secure)):
                if side in ready:
                    data = side.recv(65536)
                    if not data:
                        return
                    other.sendall(data)
    except OSError:
        pass
    finally:
        secure.close()
        plain.close()


def serve(raw, context, port):
    try:
        secure = context.wrap_socket(raw, server_side=True)
    except OSError:
        raw.close()
        return
    try:
        copy_both(secure, socket.create_connection(("127.0.0.1", port)))
    except OSError:
        secure.close()


def main():
    certificate, key, port = sys.argv[1], sys.argv[2], int(sys.argv[3])
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    print(listener.getsockname()[1], flush=True)
    while True:
        raw, _ = listener.accept()
        threading.Thread(target=serve, args=(raw, context, port), daemon=True).start()


if __name__ == "__main__":
    main()
