"""DAT007: a component uses the tables of a workspace, and not its files."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.models.component import Component, Endpoint
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["WorkspaceHalfUsed"]


class WorkspaceHalfUsed(ModelRule):
    """A component uses the tables of a workspace, and not its files.

    Why is this bad
    ---------------
    A workspace has a side of files and a side of tables; what a user put into one is expected in the other.

    Example
    -------
    ```yaml
    aspect: portal
    owner: suit
    source: S
    components:
      web:
        image: web
        replicas: 2
        endpoints:
          http: {port: 8080, health: /portal/health, paths: [/portal], exported: true}
        uses:
          - {to: space/tables.sql, for: tables of users, auth: {user: token}}  # <-- DAT007
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    service: space
    owner: ops
    source: S
    components:
      tables: {image: web, endpoints: {sql: {port: 5432, protocol: postgresql, exported: true}}, mounts: {/home: home}}
    volumes:
      home: {title: Files of users, size: 1Ti}
    ---
    profile: usual
    kind: integration
    include: [portal, logging, registry, space]
    release: "2026.1"
    deployment-tool: helm
    ```

    Use instead
    -----------
    ```yaml
    aspect: portal
    owner: suit
    source: S
    components:
      web:
        image: web
        replicas: 2
        endpoints:
          http: {port: 8080, health: /portal/health, paths: [/portal], exported: true}
        uses:
          - {to: space/tables.sql, for: tables of users, auth: {user: token}}
        mounts:
          /home: space/home
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    service: space
    owner: ops
    source: S
    components:
      tables: {image: web, endpoints: {sql: {port: 5432, protocol: postgresql, exported: true}}}
    volumes:
      home: {title: Files of users, size: 1Ti}
    ---
    profile: usual
    kind: integration
    include: [portal, logging, registry, space]
    release: "2026.1"
    deployment-tool: helm
    ```
    """

    code = "DAT007"
    severity = Severity.WARNING
    answers = ("next-to-database-workspace",)

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find connections to the database of a part that offers volumes, without a mount of one."""
        model = context.model
        for declared in model.of_kind("component"):
            component = declared.element
            if not isinstance(component, Component):
                continue
            mounted = {
                model.names.resolve(text, ("volume",), declared.part) or ""
                for container in (component, *component.containers.values())
                for mount in container.mounts.values()
                if (text := mount if isinstance(mount, str) else mount.volume) is not None
            }
            for position, connection in enumerate(component.uses):
                target = model.names.resolve(connection.to, ("endpoint",), declared.part) or ""
                found, part = model.declared.get(target), target.partition("/")[0]
                if found is None or part == declared.part or not isinstance(found.element, Endpoint):
                    continue
                sql = found.element.protocol in {"mysql", "postgresql"}
                if sql and part in model.parts and model.parts[part].volumes:
                    if any(volume.startswith(f"{part}/") for volume in mounted):
                        continue
                    message = f"{declared.id} uses the tables of {part}, and mounts none of its files"
                    place = declared.place("uses", position)
                    yield self.finding(place, message, f"mount a volume of {part}", element=declared.id)
