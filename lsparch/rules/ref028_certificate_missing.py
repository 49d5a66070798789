"""REF028: nobody makes the certificate of a host."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.secrets_made import certificates, made_secrets
from lsparch.rules.workloads import items, texts

__all__ = ["CertificateMissing"]


class CertificateMissing(ObjectsRule):
    """Nobody makes the certificate of a host.

    Why is this bad
    ---------------
    The balancer answers with its own certificate, which no browser trusts, or does not open the port at all.

    Looked at are deployments that tell where others of their certificates or Secrets come from.

    Example
    -------
    ```yaml
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata: {name: web, namespace: portal}
    spec:
      tls:
        - hosts: [portal.example.org]
          secretName: portal-tls  # <-- REF028
        - hosts:
            - www.example.org  # <-- REF028
          secretName: www-tls
      defaultBackend: {service: {name: web, port: {number: 80}}}
      rules:
        - host: portal.example.org
    ---
    apiVersion: cert-manager.io/v1
    kind: Certificate
    metadata: {name: www, namespace: portal}
    spec: {secretName: www-tls, dnsNames: [www.example.org], issuerRef: {name: site}}
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata:
      name: web
      namespace: portal
      annotations: {cert-manager.io/cluster-issuer: site}
    spec:
      tls:
        - hosts: [portal.example.org]
          secretName: portal-tls
      defaultBackend: {service: {name: web, port: {number: 80}}}
      rules:
        - host: portal.example.org
    ```
    """

    code = "REF028"
    severity = Severity.WARNING

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find certificates that nothing makes, and those for hosts that an Ingress does not serve."""
        made = made_secrets(context.objects)
        issued = any(keys is not None and "tls.crt" in keys for keys in made.values())
        for stored in context.objects.of_kind("Gateway", "Ingress"):
            for path, namespace, name in certificates(stored):
                judged = issued or any(home == namespace for home, _ in made)
                if context.whole and judged and (namespace, name) not in made and ("", name) not in made:
                    message = (
                        f"{stored.kind} {stored.name} wants its certificate from Secret {name}, which nothing makes"
                    )
                    advice = "annotate it with cert-manager.io/cluster-issuer, or add a Certificate"
                    yield self.report(stored, stored.place(*path), message, advice)
        for ingress in context.objects.of_kind("Ingress"):
            served = {str(rule.get("host")) for _, rule in items(ingress.data, "spec", "rules") if rule.get("host")}
            for number, tls in items(ingress.data, "spec", "tls"):
                for position, host in enumerate(texts(tls, "hosts")):
                    if served and not any(_covers(host, one) for one in served):
                        message = f"Ingress {ingress.name} has a certificate for {host}, which it does not serve"
                        place = ingress.place("spec", "tls", number, "hosts", position)
                        yield self.report(ingress, place, message, f"it serves: {', '.join(sorted(served))}")


def _covers(certified: str, host: str) -> bool:
    wild = certified.startswith("*.") and host.partition(".")[2] == certified[2:]
    return wild or certified == host
