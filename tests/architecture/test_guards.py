"""What stands around the shop speaks of things that there are: its limits, its roles, its targets, its addresses."""

import re
from pathlib import Path

import psycopg
import pytest
import yaml

from store.adapters.drivers.roles import DatabaseRole
from store.entrypoints.shared.policy_reports import AT
from store.entrypoints.wiring.http import API, LARGEST_BODY

ROOT = Path(__file__).parents[2]
RULES = (ROOT / "deploy/waf/store.conf").read_text("utf-8")
SETTINGS = (ROOT / "deploy/postgres/activity.conf").read_text("utf-8")
ROLES = (ROOT / "deploy/postgres/activity.sql").read_text("utf-8")
WORKFLOW = yaml.safe_load((ROOT / ".github/workflows/security.yml").read_text("utf-8"))
MAKEFILE = (ROOT / "Makefile").read_text("utf-8")
SETTING = re.compile(r"^([a-z_]+) = (.+)$", re.MULTILINE)
RULE = re.compile(r'^\s*SecRule (\S+) "((?:[^"\\]|\\.)+)"\s+"([^"]+)"$', re.MULTILINE)

pytestmark = [pytest.mark.requirement("R10.1"), pytest.mark.story("US-10.1", "security tests run by themselves")]


def directives():
    """Each with what it says, on one line, without comments."""
    lines = re.sub(r"\\\n\s*", " ", re.sub(r"^#.*\n", "", RULES, flags=re.MULTILINE)).splitlines()
    return [line.strip() for line in lines if line.strip()]


def rules():
    return RULE.findall("\n".join(directives()))


class TestTheFirewall:
    def test_each_line_is_a_rule_or_a_setting(self):
        known = re.compile(r"Sec(RuleEngine|RequestBody\w+|ResponseBodyAccess|Audit\w+) \S+$")
        others = [line for line in directives() if not known.match(line)]
        assert len(others) == len(rules()) >= 8

    def test_rules_have_numbers_of_their_own_and_say_why_they_refuse(self):
        ids = re.findall(r"\bid:(\d+)", RULES)
        assert len(ids) == len(set(ids))
        assert all("msg:'" in acts for _, _, acts in rules() if "deny" in acts)

    def test_bodies_are_bounded_as_in_the_shop(self):
        assert set(re.findall(r"^SecRequestBody\w*Limit (\d+)$", RULES, re.MULTILINE)) == {str(LARGEST_BODY)}

    def test_what_people_send_is_not_kept(self):
        (parts,) = re.findall(r"^SecAuditLogParts (\w+)$", RULES, re.MULTILINE)
        assert not set(parts) & set("BCEIJK")

    def test_addresses_are_addresses_of_the_shop(self, doors):
        named = set(re.findall(r"@beginsWith (\S+?)\"", RULES)) | {
            f"/{at}" for several in re.findall(r"@rx \^/\(([^)]+)\)", RULES) for at in several.split("|")
        }
        assert {AT, "/metrics", f"{API}/", "/backoffice/insight"} <= named
        assert not {at for at in named if not any(door.startswith(at) for door in doors)}

    def test_patterns_can_be_read(self):
        for _, operator, _ in rules():
            if operator.startswith("@rx "):
                re.compile(operator.removeprefix("@rx "))


@pytest.fixture
def doors(migrated_url, tmp_path):
    from store.entrypoints.wiring.http import create_app
    from store.entrypoints.wiring.settings import Settings

    app = create_app(Settings(database_url=migrated_url, data_dir=tmp_path, demo=False, log_level="error"))
    return {re.sub(r":[a-z]+}", "}", route.path) for route in app.routes}


class TestTheDatabase:
    def test_settings_are_settings_of_postgres(self, migrated_url):
        with psycopg.connect(migrated_url) as db:
            known = {name for (name,) in db.execute("SELECT name FROM pg_settings")}
        names = [name for name, _ in SETTING.findall(SETTINGS)]
        assert len(names) == len(set(names)) >= 10
        assert set(names) <= known

    def test_values_of_statements_are_not_written_down(self):
        said = dict(SETTING.findall(SETTINGS))
        assert said["log_parameter_max_length"] == said["log_parameter_max_length_on_error"] == "0"

    def test_each_of_the_four_roles_has_its_own_and_postgres_takes_it(self, migrated_url):
        wanted = {
            f"{role}": level for role, level in re.findall(r"ALTER ROLE (\w+) SET log_statement = '(\w+)'", ROLES)
        }
        assert set(wanted) == set(DatabaseRole)
        assert wanted[DatabaseRole.ANALYST] == wanted[DatabaseRole.OWNER] == "all"
        with psycopg.connect(migrated_url) as db:
            db.execute(ROLES)
            taken = dict(db.execute(
                "SELECT rolname, array_to_string(rolconfig, ' ') FROM pg_roles WHERE rolname LIKE 'store\\_%'"
            ).fetchall())
            assert all(f"log_statement={level}" in taken[role] for role, level in wanted.items())
            db.rollback()


@pytest.mark.story("US-10.5", "regular audits")
class TestTheWeeklyLook:
    def test_it_comes_by_itself_and_may_only_read(self):
        when = WORKFLOW[True]  # what YAML makes of "on"
        assert re.fullmatch(r"\d+ \d+ \* \* [0-6]", when["schedule"][0]["cron"])
        assert WORKFLOW["permissions"] == {"contents": "read"}
        assert all(job["timeout-minutes"] <= 60 for job in WORKFLOW["jobs"].values())

    def test_every_lock_file_is_looked_through(self):
        (locks,) = WORKFLOW["jobs"]["dependencies"]["strategy"]["matrix"].values()
        assert set(locks) == {path.name for path in ROOT.glob("*.lock")}
        assert (ROOT / "package-lock.json").is_file()

    def test_what_it_makes_can_be_made(self):
        steps = [step.get("run", "") for job in WORKFLOW["jobs"].values() for step in job["steps"]]
        made = {step.split()[1] for step in steps if step.startswith("make ")}
        assert made == {"security", "fuzz"}
        for target in made:
            assert re.search(rf"^{target}: .* ## ", MAKEFILE, re.MULTILINE)

    def test_the_tests_it_runs_are_there(self):
        (block,) = re.findall(r"^SECURITY := ((?:.*\\\n)*.*)\n", MAKEFILE, re.MULTILINE)
        paths = [path for path in block.replace("\\\n", " ").split() if path]
        assert len(paths) >= 10
        assert [path for path in paths if not (ROOT / path).exists()] == []

    def test_fuzzing_ends(self):
        recipe = MAKEFILE.partition("\nfuzz:")[2].partition("\n\n")[0]
        assert "timeout" in recipe
        assert "STORE_CONTRACT_EXAMPLES" in recipe
