"""Configuration of JupyterHub: where it listens, who may log in, what a Lab is."""

import json
import os
from pathlib import Path

c = get_config()  # noqa: F821, provided by JupyterHub

# The proxy is a pod of its own; the hub only tells it the routes.
c.JupyterHub.base_url = "@{base-path}/"
c.JupyterHub.hub_bind_url = "http://:@{hub-port}"
c.JupyterHub.hub_connect_url = "@{hub-url}"
c.ConfigurableHTTPProxy.api_url = "@{proxy-api}"
c.ConfigurableHTTPProxy.should_start = False
c.JupyterHub.cleanup_servers = False
c.JupyterHub.db_url = os.environ["SESSION_DB_URL"]
c.JupyterHub.cookie_secret_file = "@{user-home}/cookie_secret"

# Users log in at CILogon; members of these groups may start a Lab.
c.JupyterHub.authenticator_class = "oauthenticator.CILogonOAuthenticator"
c.CILogonOAuthenticator.client_id = os.environ["OAUTH_CLIENT_ID"]
c.CILogonOAuthenticator.client_secret = os.environ["OAUTH_CLIENT_SECRET"]
c.CILogonOAuthenticator.oauth_callback_url = os.environ["OAUTH_CALLBACK_URL"]
c.CILogonOAuthenticator.scope = ["openid", "email", "profile", "org.cilogon.userinfo"]
c.Authenticator.enable_auth_state = True
allowed_groups = set(os.environ["CILOGON_GROUP_WHITELIST"].split(","))

# One Lab per user, in a namespace of the user.
c.JupyterHub.spawner_class = "kubespawner.KubeSpawner"
c.KubeSpawner.enable_user_namespaces = True
c.KubeSpawner.image = os.environ["LAB_IMAGE"]
c.KubeSpawner.port = int("@{lab-port}")
c.KubeSpawner.start_timeout = 15 * 60
c.KubeSpawner.http_timeout = 15 * 60

# Groups with more than the usual share.
resources = json.loads(Path("@{resources}").read_text())
