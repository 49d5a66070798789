"""Rules: one class for each fault that can be found, for the model, an environment, or Kubernetes objects."""

from lsparch.rules.catalogue import all_rules, rule_by_code, rules_answering
from lsparch.rules.pages import catalogue_pages, rule_page
from lsparch.rules.policy import Policy, default_policy, load_policy
from lsparch.rules.rule import Rule, Subject
from lsparch.rules.run import ObjectsSubject, RunResult, Subjects, run_rules

__all__ = [
    "ObjectsSubject",
    "Policy",
    "Rule",
    "RunResult",
    "Subject",
    "Subjects",
    "all_rules",
    "catalogue_pages",
    "default_policy",
    "load_policy",
    "rule_by_code",
    "rule_page",
    "rules_answering",
    "run_rules",
]
