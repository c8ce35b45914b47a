# SPDX-License-Identifier: EUPL-1.2
"""Enrolment over real HTTPS: only a good card, a good key and an administrator together give a certificate."""

import datetime as dt

import msgspec
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from cps_simulator.igc import SimulatedIgc
from lgc_app.sync import enrolment
from lgc_app.sync.device_key import DeviceKey
from tests.support.igc import CLAIRE, LUCIE, pairs_of, simulated_igc
from tests.support.mtls import a_post, ask_of, browser_session, decide, enrol
from tests.support.server import running_server

DER = serialization.Encoding.DER


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with running_server(tmp_path_factory.mktemp("enrolment")) as running:
        yield running


def send(server, ask):
    body = ask if isinstance(ask, bytes) else msgspec.json.encode(ask)
    answer = browser_session(server).post(f"{server.public_url}/enrolment/v1/requests", data=body)
    assert answer.status_code != 500, server.logs[-3000:]
    return answer


@pytest.fixture
def key():
    return DeviceKey.generate()


def claire():
    return pairs_of(CLAIRE).auth


def test_a_post_asked_by_card_and_approved_gets_a_certificate_with_its_two_names(server, tmp_path):
    post = enrol(server, tmp_path)
    certificate = x509.load_pem_x509_certificate(post.certificate_file.read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.UniformResourceIdentifier) == [
        f"urn:serenite:poste:{post.post.device}",
        f"urn:serenite:cabinet:{post.practice}",
    ]
    assert certificate.public_key() == post.key.key.public_key()


def test_a_refused_post_reads_that_it_was_refused_and_gets_nothing(server, key):
    pair, public = claire(), server.public_transport()
    ask = ask_of(a_post(), key, pair)
    kept = msgspec.json.decode(send(server, ask).content, type=enrolment.EnrolmentAnswer)
    decide(server, kept.request, "refuser")
    answer = enrolment.look(public, kept, key)
    public.close()
    assert (answer.state, answer.certificate) == ("refusé", "")


def test_the_state_of_a_request_is_told_only_to_the_holder_of_its_key(server, key):
    kept = msgspec.json.decode(
        send(server, ask_of(a_post(), key, claire())).content, type=enrolment.EnrolmentAnswer
    )
    public = server.public_transport()
    with pytest.raises(enrolment.EnrolmentRefusedError, match="ce poste ne l’a pas faite"):
        enrolment.look(public, kept, DeviceKey.generate())
    assert enrolment.look(public, kept, key).state == "demandé"
    public.close()


def test_a_card_of_an_unknown_authority_is_refused(server, key):
    stranger = SimulatedIgc.create("AUTRE MONDE").issue(CLAIRE).auth
    answer = send(server, ask_of(a_post(), key, stranger))
    assert (answer.status_code, "autorité connue" in answer.json()["phrase"]) == (400, True)


def test_an_expired_card_enrols_nothing(server, key):
    start = dt.datetime.now(dt.UTC) - dt.timedelta(days=40)
    expired = simulated_igc().issue(CLAIRE, valid_from=start, days=10).auth
    assert "Carte expirée" in send(server, ask_of(a_post(), key, expired)).json()["phrase"]


def test_the_signature_certificate_of_a_card_does_not_identify(server, key):
    assert "authentification" in send(server, ask_of(a_post(), key, pairs_of(CLAIRE).sign)).json()["phrase"]


@pytest.mark.parametrize("changed", ["practice_name", "label", "device", "practice"])
def test_a_request_changed_after_the_card_signed_it_is_refused(server, key, changed):
    other = a_post(name="Cabinet d’un autre", label="Bureau 9")
    ask = ask_of(a_post(), key, claire(), **{changed: getattr(other, changed)})
    assert "signature de la carte" in send(server, ask).json()["phrase"]


def test_the_certificate_of_a_colleague_does_not_fit_my_signature(server, key):
    ask = ask_of(a_post(), key, claire())
    theirs = pairs_of(LUCIE).auth.certificate.public_bytes(DER)
    assert send(server, msgspec.structs.replace(ask, card_certificate=theirs)).status_code == 400


def test_a_key_of_another_kind_is_refused(server, key):
    weak = ec.generate_private_key(ec.SECP384R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "poste")])
    csr = x509.CertificateSigningRequestBuilder().subject_name(name).sign(weak, hashes.SHA256())
    ask = ask_of(a_post(), key, claire(), csr=csr.public_bytes(DER))
    assert "clé du poste" in send(server, ask).json()["phrase"]


def test_a_post_id_in_use_cannot_be_taken_by_another_key(server, tmp_path, key):
    taken = enrol(server, tmp_path)
    answer = send(server, ask_of(taken.post, key, claire()))
    assert "déjà inscrit" in answer.json()["phrase"]


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b'{"practice": 1}', b"\xff\xfe", b'{"practice":"' + b"x" * 70_000 + b'"}'],
    ids=["empty", "cut", "list", "null", "type", "bytes", "long"],
)
def test_what_is_no_request_gets_a_french_refusal(server, body):
    answer = send(server, body)
    assert answer.status_code in (400, 413)
    assert answer.json()["phrase"].endswith(".")


def test_unknown_fields_are_refused_rather_than_ignored(server, key):
    ask = msgspec.to_builtins(ask_of(a_post(), key, claire()))
    assert send(server, msgspec.json.encode(ask | {"role": "admin"})).status_code == 400
