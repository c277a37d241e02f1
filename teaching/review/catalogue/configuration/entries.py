"""Configuration and dependencies: what manifests say, which files there are, and which of them a change may touch."""

from teaching.review.catalogue.configuration.compilers import TSCONFIG_STRICT
from teaching.review.catalogue.configuration.coupled import COUPLED_CHANGE
from teaching.review.catalogue.configuration.dependencies import NO_NEW_DEPENDENCIES, PINNED_DEPENDENCIES
from teaching.review.catalogue.configuration.environment import ENV_THROUGH_MODULE, NO_ENV_FILE
from teaching.review.catalogue.configuration.managers import PACKAGE_MANAGER
from teaching.review.catalogue.configuration.places import PROTECTED_PATH, TYPESCRIPT_ONLY
from teaching.review.catalogue.configuration.versions import NODE_VERSION, PYTHON_VERSION

ENTRIES = (
    TSCONFIG_STRICT,
    PYTHON_VERSION,
    NODE_VERSION,
    PACKAGE_MANAGER,
    NO_ENV_FILE,
    PINNED_DEPENDENCIES,
    NO_NEW_DEPENDENCIES,
    ENV_THROUGH_MODULE,
    TYPESCRIPT_ONLY,
    PROTECTED_PATH,
    COUPLED_CHANGE,
)
