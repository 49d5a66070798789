"""Configuration of JupyterHub: where it listens, who may log in, and what a Lab is."""

import json
import os
from pathlib import Path

c = get_config()  # noqa: F821, JupyterHub provides it

# The proxy is a pod of its own; the hub only tells it the routes.
c.JupyterHub.base_url = "@{base-path}/"
c.JupyterHub.hub_bind_url = "http://:@{hub-port}"
c.JupyterHub.hub_connect_url = "@{hub-url}"
c.ConfigurableHTTPProxy.api_url = "@{proxy-api}"
c.ConfigurableHTTPProxy.should_start = False
c.JupyterHub.cleanup_servers = False
c.JupyterHub.db_url = os.environ["SESSION_DB_URL"]
c.JupyterHub.cookie_secret_file = "@{state}/cookie_secret"

# Users log in at CILogon, or at GitHub where LAB_LOGIN says so.
scopes = {
    "cilogon": ["openid", "email", "profile", "org.cilogon.userinfo"],
    "github": ["public_repo", "read:org", "user:email"],
}
login = os.environ["LAB_LOGIN"]
c.JupyterHub.authenticator_class = login
c.OAuthenticator.client_id = os.environ["OAUTH_CLIENT_ID"]
c.OAuthenticator.client_secret = os.environ["OAUTH_CLIENT_SECRET"]
c.OAuthenticator.oauth_callback_url = os.environ["OAUTH_CALLBACK_URL"]
c.OAuthenticator.scope = scopes[login]
c.CILogonOAuthenticator.cilogon_host = os.environ["CILOGON_HOST"]
c.Authenticator.enable_auth_state = True

# One Lab per user, in a namespace of the user.
c.JupyterHub.spawner_class = "kubespawner.KubeSpawner"
c.KubeSpawner.enable_user_namespaces = True
c.KubeSpawner.image = os.environ["LAB_IMAGE"]
c.KubeSpawner.port = @{lab-port}
c.KubeSpawner.start_timeout = 15 * 60
c.KubeSpawner.http_timeout = 15 * 60

resources = json.loads(Path("@{resources}").read_text(encoding="utf-8"))


async def lab_sizes(spawner):
    """Offer sizes that double from one to the next; a user's group may start at a larger one."""
    state = await spawner.user.get_auth_state() or {}
    shares = [resources["groups"][g] for g in state.get("groups", ()) if g in resources["groups"]]
    default = max((share["size_index"] for share in shares), default=resources["default"]["size_index"])
    sizes = []
    for index, name in enumerate(("tiny", "small", "medium", "large")):
        cpu = float(os.environ["TINY_MAX_CPU"]) * 2**index
        memory = int(cpu * int(os.environ["MB_PER_CPU"]))
        limits = {"cpu_limit": cpu, "mem_limit": f"{memory}M"}
        sizes.append({"display_name": name, "default": index == default, "kubespawner_override": limits})
    return sizes


c.KubeSpawner.profile_list = lab_sizes
