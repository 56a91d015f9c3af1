"""Passwords kept as argon2id hashes (RFC 9106)."""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

#: Fewer letters can be tried through; more than this is no password but an attack on the hasher.
SHORTEST, LONGEST = 10, 256
# The second recommended setting of RFC 9106 (64 MiB, 3 passes), one lane: the office machine serves others meanwhile.
_HASHER = PasswordHasher(time_cost=3, memory_cost=65536, parallelism=1)
#: Each check takes 64 MiB while it lasts: a crowd at the door must not take the machine's memory.
_TURN = BoundedSemaphore(2)
#: A hash of no password: signing in under an unknown name takes as long as under a known one.
NOBODY = _HASHER.hash("không ai có mật khẩu này")


def hashed(password: str) -> str:
    """Give the hash of a password. Raises ValueError, with a Vietnamese sentence, for one too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise ValueError(f"Mật khẩu phải có từ {SHORTEST} đến {LONGEST} ký tự.")
    if len(set(password)) < 4:
        raise ValueError("Mật khẩu quá đơn giản: dùng ít nhất bốn ký tự khác nhau.")
    return _HASHER.hash(password.encode(errors="surrogatepass"))


def matches(secret: str, password: str) -> bool:
    """Tell whether a password is the one that was hashed."""
    if len(password) > LONGEST:
        return False
    try:
        with _TURN:
            return _HASHER.verify(secret, password.encode(errors="surrogatepass"))
    except (Argon2Error, InvalidHashError, ValueError):
        return False
