# SPDX-License-Identifier: EUPL-1.2
"""Posts with real certificates: the product's own client, enrolled by a simulated card through the real doors."""

import re
import ssl
from dataclasses import dataclass
from pathlib import Path

import requests
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.serialization import Encoding
from requests.adapters import HTTPAdapter

from cps_simulator.igc import KeyPair
from lgc_app.sync import enrolment
from lgc_app.sync.device_key import DeviceKey, client_context, pinned_context
from lgc_app.sync.region import Region
from lgc_app.sync.transport import Transport
from lgc_core.model.ids import new_id
from lgc_core.store.store import Store
from lgc_core.sync.enrolment import EnrolmentAnswer, EnrolmentAsk, statement
from lgc_core.sync.exchange import Exchange
from tests.support.igc import CLAIRE, pairs_of
from tests.support.record import make_store
from tests.support.server import ADMIN, RunningServer


class PinnedAdapter(HTTPAdapter):
    """Trust the regional authority only, whatever the environment says."""

    def __init__(self, context: ssl.SSLContext) -> None:
        self._context = context
        super().__init__()

    def init_poolmanager(self, *args, **kwargs):
        super().init_poolmanager(*args, **kwargs, ssl_context=self._context)

    def cert_verify(self, conn, url, verify, cert):
        pass


def browser_session(server: RunningServer) -> requests.Session:
    """Return a session that behaves as a browser without script: cookies kept, forms posted."""
    session = requests.Session()
    session.trust_env = False
    session.mount("https://", PinnedAdapter(pinned_context(server.authority_pem)))
    session.headers["accept"] = "text/html"
    return session


TOKEN = re.compile(r'name="jeton" value="([0-9a-f]{64})"')


def submit(session: requests.Session, url: str, form_page: str, **fields: str) -> requests.Response:
    """Open a page, then post one of its forms with its token."""
    found = TOKEN.search(session.get(form_page).text)
    assert found, "the page has no form"
    return session.post(url, data=fields | {"jeton": found.group(1)})


def admin_session(server: RunningServer) -> requests.Session:
    """Return a session at the console."""
    session = browser_session(server)
    page = f"{server.public_url}/admin/connexion"
    answer = submit(session, page, page, identifiant=ADMIN[0], passe=ADMIN[2])
    assert answer.url.endswith("/admin"), answer.text
    return session


def decide(server: RunningServer, request: str, verb: str) -> requests.Response:
    """Approve or refuse a request at the console."""
    url = f"{server.public_url}/admin/demandes/{request}/{verb}"
    return submit(admin_session(server), url, f"{server.public_url}/admin")


def card_signature(pair: KeyPair, said: bytes) -> bytes:
    """Sign as a card does."""
    return pair.key.sign(said, padding.PKCS1v15(), hashes.SHA256())


def ask_of(post: enrolment.Post, key: DeviceKey, pair: KeyPair, **changes) -> EnrolmentAsk:
    """Return a request, honest unless told otherwise."""
    csr = changes.pop("csr", None) or key.request(post.device)
    certificate = changes.pop("card_certificate", None) or pair.certificate.public_bytes(Encoding.DER)
    said = statement(post.practice, post.practice_name, post.device, post.label, csr, certificate)
    fields = {
        "practice": post.practice,
        "practice_name": post.practice_name,
        "device": post.device,
        "label": post.label,
        "csr": csr,
        "card_certificate": certificate,
        "card_signature": card_signature(pair, said),
    }
    return EnrolmentAsk(**(fields | changes))


def a_post(
    practice: str = "", label: str = "Bureau 1", name: str = "Cabinet des Bougainvilliers"
) -> enrolment.Post:
    """Return a post that is not enrolled yet."""
    return enrolment.Post(practice=practice or new_id(), practice_name=name, device=new_id(), label=label)


@dataclass
class EnrolledPost:
    """A post with its certificate, its store and its exchange."""

    post: enrolment.Post
    key: DeviceKey
    asked: EnrolmentAnswer
    transport: Transport
    region: Region
    store: Store
    exchange: Exchange
    certificate_file: Path
    key_file: Path

    @property
    def practice(self) -> str:
        return self.post.practice


def enrol(server: RunningServer, folder: Path, post: enrolment.Post | None = None, owner=CLAIRE) -> EnrolledPost:
    """Ask with a card, approve at the console, fetch the certificate with the key."""
    post = post or a_post()
    key = DeviceKey.generate()
    pair = pairs_of(owner).auth
    public = server.public_transport()
    certificate = pair.certificate.public_bytes(Encoding.DER)
    asked = enrolment.ask(public, post, key, certificate, lambda said: card_signature(pair, said))
    decide(server, asked.request, "approuver")
    answer = enrolment.look(public, asked, key)
    assert answer.state == "approuvé"
    public.close()
    return _with_certificate(server, folder, post, key, answer, asked)


def _with_certificate(server, folder, post, key, answer, asked) -> EnrolledPost:
    folder.mkdir(parents=True, exist_ok=True)
    certificate_file, key_file = folder / f"{post.device}.pem", folder / f"{post.device}.key"
    certificate_file.write_text(answer.certificate, encoding="ascii")
    key_file.write_bytes(key.encrypted_pem)
    context = client_context(server.authority_pem, certificate_file, key_file, key.password)
    transport = Transport(server.practice_url, context)
    region = Region(transport)
    store = make_store(post.device, post.practice)
    exchange = Exchange(store, region, key.sign)
    return EnrolledPost(post, key, asked, transport, region, store, exchange, certificate_file, key_file)
