"""The automations that an installation may take over: Prefect reads them, and every event they wait for is one that is sent."""

import re
from pathlib import Path
from uuid import uuid4

import pytest
import yaml

pytestmark = pytest.mark.xdist_group("prefect")
ROOT = Path(__file__).parent.parent
TEXT = (ROOT / ".deploy" / "automations.yaml").read_text(encoding="utf-8")


def automations():
    from prefect.events.schemas.automations import AutomationCore

    made = yaml.safe_load(TEXT.replace("block_document_id: HOOK", f"block_document_id: {uuid4()}"))
    return [AutomationCore.model_validate(one) for one in made["automations"]]


def test_prefect_takes_every_automation():
    made = automations()
    assert len({one.name for one in made}) == len(made) == 4
    assert all(one.enabled and one.actions and one.description for one in made)


def test_every_event_that_is_waited_for_is_sent():
    sent = set()
    for name in ("ingest", "verifying"):
        code = (ROOT / "flows" / f"{name}.py").read_text(encoding="utf-8")
        sent |= set(re.findall(r'emit_event\(\s*f?"(thidua[^"]+)"', code))
    # The end of a run tells in its name whether a person is needed.
    sent = {name.split("{")[0] for name in sent}
    waited = {event for one in automations() for event in one.trigger.expect if event.startswith("thidua")}
    assert waited and all(any(event.startswith(name) for name in sent) for event in waited)


def test_the_tags_that_are_waited_for_are_those_of_the_deployments(monkeypatch, tmp_path):
    monkeypatch.setenv("THIDUA_HOME", str(tmp_path))
    from flows.deployments import deployments
    from flows.settings import Settings

    tags = {tag for one in deployments(Settings()) for tag in one.tags}
    waiting = [one.trigger.match_related for one in automations() if one.trigger.match_related]
    named = {tag for related in waiting for tag in related["prefect.resource.id"]}
    assert named == {"prefect.tag.thidua", "prefect.tag.night"} and {"thidua", "night"} <= tags
