"""The review desk served: what it may set off, its first administrator."""

from flows.desk.hands import Hands
from flows.settings import Settings

__all__ = ["Hands", "create_admin", "run"]


def run(settings: Settings, host: str, port: int) -> None:
    """Serve the desk until stopped."""
    from flows.assembly import open_store
    from outputs.desk import app

    hands = Hands(settings)
    with open_store(settings) as store:
        try:
            names = {"127.0.0.1", "localhost", "[::1]", host}
            app.serve(app.build(store, hands.commands(), sorted(names)), host, port)
        finally:
            hands.close()


def create_admin(settings: Settings, name: str, password: str) -> None:
    """Make an account that manages the others. Raises ValueError with a Vietnamese sentence."""
    from flows.assembly import open_store
    from outputs.desk import passwords
    from outputs.store import Account, TakenName

    secret = passwords.hashed(password)
    with open_store(settings) as store:
        try:
            store.people.add(Account(name.lower(), name, "quan_tri", None, secret, True), who="dòng lệnh")
        except TakenName as error:
            raise ValueError(f"Đã có người dùng «{name}».") from error
        except ValueError as error:
            raise ValueError("Tên gồm chữ thường không dấu, số, dấu chấm, gạch; từ 2 đến 40 ký tự.") from error
