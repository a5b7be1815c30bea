"""A small HTTP client of the tests: one connection per call, so that no test depends on another's."""
import http.client
import json
import uuid


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def json(self):
        return json.loads(self.body)

    def __repr__(self):
        return f"{self.status} {self.body[:300]!r}"


class Client:
    """Calls of one user (or of nobody, without a token)."""

    def __init__(self, port, token=None):
        self.port, self.token = port, token

    def call(self, method, path, body=None, form=None, headers=None, token=..., raw=None, timeout=150):
        """`body` is sent as JSON, `form` as multipart ({name: text or (file name, bytes, type)}), `raw` as it is."""
        sent = dict(headers or {})
        token = self.token if token is ... else token
        if token:
            sent["Authorization"] = f"Bearer {token}"
        data = raw
        if body is not None:
            data = json.dumps(body).encode()
            sent.setdefault("Content-Type", "application/json")
        if form is not None:
            boundary = uuid.uuid4().hex
            data = multipart(form, boundary)
            sent["Content-Type"] = f"multipart/form-data; boundary={boundary}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=timeout)
        try:
            connection.request(method, path, data, sent)
            response = connection.getresponse()
            return Answer(response.status, response.headers, response.read())
        finally:
            connection.close()

    def get(self, path, **more):
        return self.call("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.call("POST", path, body, **more)


def multipart(form, boundary):
    out = []
    for name, value in form.items():
        if isinstance(value, tuple):
            file_name, data, kind = value
            file_name = file_name.replace('"', "%22")  # as browsers do
            out.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"; filename="{file_name}"\r\n'
                       f"Content-Type: {kind}\r\n\r\n".encode() + data + b"\r\n")
        else:
            out.append(f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode())
    return b"".join(out) + f"--{boundary}--\r\n".encode()


def sign_up(port, name):
    """A new account, signed in: its client and its profile."""
    client = Client(port)
    account = {"email": f"{name}@example.com", "username": name, "password": f"{name} has a long password"}
    made = client.post("/auth/register", account)
    assert made.status == 201, made
    answer = client.post("/auth/login", {"email": account["email"], "password": account["password"]})
    assert answer.status == 200, answer
    tokens = answer.json()
    signed_in = Client(port, tokens["access_token"])
    signed_in.refresh_token = tokens["refresh_token"]
    signed_in.account = account
    return signed_in, made.json()
