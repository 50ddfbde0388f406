"""`riskmemo audit` and `riskmemo check --prove-identity`."""

import json
from pathlib import Path

from riskmemo import load_ruleset
from riskmemo.language.identity_flow import bodies_followed
from tests.cli import documents
from tests.cli.running import EXAMPLE, run

UNFAIR_RULES = documents.RULESET.replace(
    """    match: {tie: tie}
    where: ['tie.status == "signed"']
""",
    """    match: {tie: tie}
    where: ['tie.patron == "a community"']
""",
)
SMALL = ("audit", "case.yaml", "--ruleset", "./ruleset.yaml")
CASE = documents.CASE.replace("status: signed", "status: signed, patron: a community")


def test_the_audit_of_the_real_case_is_told() -> None:
    """The verdict, what is proved, shares, every swap with what it moves, and the placebos."""
    shown = run("audit", EXAMPLE, "--ruleset", "central-asia-pivot")
    assert (shown.exit_code, shown.stderr) == (0, "")
    for words in (
        "the identity audit passes (limit 10 %)\n",
        "no base score can depend on identity without conduct (proved over ",
        "  only together with documented conduct: security, china_relations, risk\n",
        "share of identity: 0 % of each of 27 scores, scenarios included\n",
        "Another religion (religion; identity)\n  no score moves: ",
        "Another neighbour (neighbour; no question of identity)\n  CHN <-> RUS, ",
        "    base: risk 29 -> 18.2, from Guarded to Low\n",
        "the same case without identity\n",
    ):
        assert words in shown.stdout
    assert all(len(line) <= 80 for line in shown.stdout.splitlines())


def test_a_failing_audit_ends_with_1(folder: Path) -> None:
    """A field that stands in for a community carries the whole score."""
    (folder / "ruleset.yaml").write_text(UNFAIR_RULES, encoding="utf-8")
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    shown = run(*SMALL)
    assert shown.exit_code == 1
    assert shown.stdout == (
        "the identity audit fails (limit 10 %)\n"
        "  `opening` can depend on identity without conduct: tie.patron -> new-tie\n"
        "  100 % of `opening` rests on identity\n"
        "\n"
        "identity can reach without conduct: opening\n"
        "\n"
        "share of identity\n"
        "  base: opening 100 %, 100 % of its points (new-tie)\n"
        "\n"
        "Another patron (patron; identity)\n"
        "  a community <-> another community, 1 fact\n"
        "    base: opening 40 -> 0\n"
        "    named by new-tie\n"
        "\n"
        "the same case without identity\n"
        "  without the facts that are identity (1 fact)\n"
        "    base: opening 40 -> 0\n"
        "  with all that is identity unknown (1 fact)\n"
        "    base: opening 40 -> 0\n"
        "  with values that say nothing of identity (0 facts): no score moves\n"
    )


def test_the_limit_can_be_asked_for() -> None:
    """`--limit` decides what share passes; one that is no share is refused."""
    assert "(limit 5 %)" in run(*SMALL, "--limit", "0.05").stdout
    refused = run(*SMALL, "--limit", "5")
    assert refused.exit_code == 2
    assert "a share runs from 0 to 1, not 5 [not-a-share]" in refused.stderr


def test_an_audit_in_json_is_the_record() -> None:
    """Programs get every share, swap, placebo and way."""
    told = json.loads(run(*SMALL, "--format", "json").stdout)
    assert (told["passed"], told["limit"], told["rules"]) == (True, 0.1, 1)
    assert told["flows"] == [{"score": "opening", "verdict": "never", "ways": []}]
    assert told["swaps"][0]["tries"] == []


def test_an_override_is_told(folder: Path) -> None:
    """The decision of the case stands below the verdict."""
    override = "{audit: identity, reason: Because., approved_by: A desk}"
    text = f"{documents.CASE}masthead: {{status: final, override: {override}}}\n"
    (folder / "case.yaml").write_text(text, encoding="utf-8")
    shown = run(*SMALL).stdout
    assert "\n  overridden by A desk: Because.\n" in shown


def test_a_final_case_that_fails_is_not_assessed(folder: Path) -> None:
    """`assess` ends with 2 and says what to type; nothing is written."""
    (folder / "ruleset.yaml").write_text(UNFAIR_RULES, encoding="utf-8")
    (folder / "case.yaml").write_text(f"{CASE}masthead: {{status: final}}\n", encoding="utf-8")
    refused = run("assess", "case.yaml", "--ruleset", "./ruleset.yaml", "-o", "memo", "--quick")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "[identity-audit]\n  help: write `status: for review`" in refused.stderr
    assert not (folder / "memo").exists()


def test_the_summary_of_an_assessment_tells_a_failing_audit(folder: Path) -> None:
    """What is not final goes out, and the last lines say why it may not be."""
    (folder / "ruleset.yaml").write_text(UNFAIR_RULES, encoding="utf-8")
    (folder / "case.yaml").write_text(CASE, encoding="utf-8")
    shown = run("assess", "case.yaml", "--ruleset", "./ruleset.yaml")
    assert shown.exit_code == 0
    assert shown.stdout.endswith(
        "the identity audit fails: this may not be final\n"
        "  `opening` can depend on identity without conduct: tie.patron -> new-tie\n"
        "  100 % of `opening` rests on identity\n"
    )


# --- the proof ------------------------------------------------------------------------------------


def test_the_proof_is_told_for_every_ruleset() -> None:
    """The result in a line, the ways to each score with their gate, and the scores without any."""
    shown = run("check", "central-asia-pivot", "human-development", "--prove-identity")
    assert shown.exit_code == 0
    way = "minority_link -> kin-state-tie -> kin_tie -> kin-channel: only with documented conduct"
    assert f"\n  security\n    {way}\n" in shown.stdout
    line = "no base score can depend on identity without conduct (proved over"
    bodies = bodies_followed(load_ruleset("central-asia-pivot"))
    assert f"central-asia-pivot: {line} {bodies} rules)\n" in shown.stdout
    assert f"human-development: {line} 4 rules)\n" in shown.stdout
    assert "  identity reaches none of dependence, diplomacy, " in shown.stdout


def test_a_ruleset_that_lets_identity_through_is_told(folder: Path) -> None:
    """The check is an error where it stands, and the proof names the scores."""
    (folder / "ruleset.yaml").write_text(UNFAIR_RULES, encoding="utf-8")
    shown = run("check", "ruleset.yaml", "--prove-identity")
    assert shown.exit_code == 1
    assert (
        "identity reaches `opening` without conduct: tie.patron -> new-tie"
        " [identity-reaches-score]\n" in shown.stdout
    )
    assert shown.stdout.endswith(
        "1 mistake in 1 file\n"
        "small-rules: identity can reach without conduct: opening\n"
        "  opening\n"
        "    tie.patron -> new-tie: WITHOUT CONDUCT\n"
    )


def test_the_proof_in_json_stands_beside_the_mistakes() -> None:
    """`identity` lists the rulesets that could be read; without the option there is none."""
    told = json.loads(run("check", ".", "--prove-identity", "--format", "json").stdout)
    assert told["identity"] == [
        {
            "ruleset": "small-rules",
            "proved": True,
            "rules": 1,
            "scores": [{"score": "opening", "verdict": "never", "ways": []}],
        }
    ]
    assert "identity" not in json.loads(run("check", ".", "--format", "json").stdout)


def test_a_broken_ruleset_is_not_proved(folder: Path) -> None:
    """Mistakes come first; of what cannot be read nothing is said."""
    (folder / "ruleset.yaml").write_text("riskmemo: ruleset/1\n", encoding="utf-8")
    shown = run("check", "ruleset.yaml", "--prove-identity")
    assert shown.exit_code == 2
    assert "small-rules" not in shown.stdout
