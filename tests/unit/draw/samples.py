"""Plans like those that views make, for tests and for looking at."""

from lsparch.views.plan import Arrow, Box, DiagramPlan, Flow, Group, Panel, Status

__all__ = ["ASPECT", "DEPLOYMENT", "PLATFORM", "SAMPLES", "TINY"]

BEAT = ("sidecar-filebeat",)


def arrow(source: str, target: str, style: str, label: str = "", **more: object) -> Arrow:
    """Return an arrow with an id made of its ends and style."""
    status = Status(str(more.get("status", "known")))
    optional = bool(more.get("optional", False))
    return Arrow(f"{source}->{target}:{style}", source, target, style, label, status, optional)


ASPECT = DiagramPlan(
    id="api-pods",
    title="API Aspect, pod level",
    environment="pdac",
    flow=Flow.RIGHT,
    description="Every pod of the API Aspect with its containers, and what they talk to outside their namespace.",
    groups=(
        Group("portal", "Portal Aspect", "aspect", detail="owner ipac"),
        Group("api", "Web API Aspect", "aspect", detail="owner dax"),
        Group("api.ns", "dax-webserv", "namespace", "api"),
        Group("api/webserv", "webserv", "pod", "api.ns", "×3"),
        Group("api/tap", "tap", "pod", "api.ns", "×2"),
        Group("api/imgserv", "imgserv", "pod", "api.ns", "×4"),
        Group("api/redis", "tap-uws", "pod", "api.ns"),
        Group("qserv", "Qserv", "service", detail="owner dax"),
        Group("logging", "Logging", "service", detail="owner ldf"),
    ),
    boxes=(
        Box("user", "Scientist", "user", details=("browser, Python",)),
        Box("portal/firefly", "firefly", "statefulset", "portal", ("ipac/suit",), BEAT),
        Box("api/route", "api.lsst.org", "load-balancer", "api", ("one address",)),
        Box("api/webserv.webserv", "webserv", "deployment", "api/webserv", ("dax/webserv", "5000"), BEAT),
        Box("api/tap.tap", "tap", "deployment", "api/tap", ("dax/lsst-tap-service", "8080"), BEAT),
        Box("api/imgserv.imgserv", "imgserv", "deployment", "api/imgserv", ("dax/imgserv", "5001"), BEAT),
        Box("api/uws.db", "tap-uws-db", "database", "api/redis", ("postgresql 5432",), status=Status.ASSUMED),
        Box("api/logstash", "logstash", "logstash", "api.ns", ("5044",)),
        Box("qserv/czar.proxy", "czar", "statefulset", "qserv", ("mysql-proxy 4040",)),
        Box("qserv/worker", "worker", "statefulset", "qserv", ("×30",)),
        Box("external/consolidated-db", "Consolidated database", "external-database", None, ("Oracle",)),
        Box("external/cilogon", "CILogon", "identity-provider", None, ("federated identity",)),
        Box("logging/elk", "Elasticsearch", "elk", "logging", ("9200",)),
        Box("data/butler", "Data release files", "dataset", None, ("/datasets, 5 PB",)),
    ),
    arrows=(
        arrow("user", "api/route", "https", "https 443"),
        arrow("user", "portal/firefly", "https", "https 443"),
        arrow("portal/firefly", "api/route", "https", "https 443 /api"),
        arrow("api/route", "api/webserv.webserv", "http", "http 5000"),
        arrow("api/webserv.webserv", "api/tap.tap", "http", "http 8080"),
        arrow("api/webserv.webserv", "api/imgserv.imgserv", "http", "http 5001"),
        arrow("api/route", "external/cilogon", "identity", "oidc 443", optional=True),
        arrow("api/tap.tap", "api/uws.db", "database", "postgresql 5432", status="assumed"),
        arrow("api/tap.tap", "qserv/czar.proxy", "database", "mysql 4040"),
        arrow("api/tap.tap", "external/consolidated-db", "database", "oracle 1521", status="open"),
        arrow("api/imgserv.imgserv", "data/butler", "nfs", "nfs 2049"),
        arrow("qserv/czar.proxy", "qserv/worker", "xrootd", "xrootd 1094"),
        arrow("api.ns", "api/logstash", "beats", "beats 5044"),
        arrow("api/logstash", "logging/elk", "kafka", "kafka 9092"),
    ),
    panels=(
        Panel(
            "Images",
            (("Component", "Image"), ("webserv", "dax/webserv:w_2026_44"), ("tap", "dax/lsst-tap-service:1.9")),
        ),
    ),
)

PLATFORM = DiagramPlan(
    id="platform",
    title="LSST Science Platform",
    environment="",
    flow=Flow.RIGHT,
    description="The three Aspects, the back ends they share, and who uses them.",
    groups=(
        Group("portal", "Portal Aspect", "aspect", detail="owner ipac"),
        Group("notebook", "Notebook Aspect", "aspect", detail="owner square"),
        Group("api", "Web API Aspect", "aspect", detail="owner dax"),
        Group("backend", "Back ends", "service", detail="owner ldf"),
        Group("delivery", "Build and delivery", "ci"),
    ),
    boxes=(
        Box("user", "Scientist", "user"),
        Box("staff", "Commissioning team", "team", status=Status.ASSUMED),
        Box("external/cilogon", "CILogon", "identity-provider"),
        Box("portal/lb", "portal.lsst.org", "load-balancer", "portal"),
        Box("portal/firefly", "Firefly", "statefulset", "portal", ("ipac/suit", "×2"), BEAT),
        Box("portal/redis", "Firefly cache", "cache", "portal"),
        Box("notebook/proxy", "configurable-http-proxy", "proxy", "notebook"),
        Box("notebook/hub", "JupyterHub", "foreign", "notebook", ("chart jupyterhub 0.8",), BEAT),
        Box("notebook/lab", "JupyterLab", "spawned-pod", "notebook", ("one for each user",)),
        Box("api/webserv", "webserv", "deployment", "api", ("front door",), BEAT),
        Box("api/tap", "tap", "deployment", "api", (), BEAT),
        Box("api/imgserv", "imgserv", "deployment", "api", (), BEAT),
        Box("backend/qserv", "Qserv", "statefulset", "backend", ("catalogues",)),
        Box("backend/home", "Home directories", "volume", "backend", ("NFS",)),
        Box("backend/files", "Data release files", "dataset", "backend", ("GPFS",)),
        Box("backend/elk", "ELK", "elk", "backend", ("logs of all Aspects",)),
        Box("external/condor", "HTCondor", "batch", None, ("batch at NCSA",), status=Status.PLANNED),
        Box("external/consdb", "Consolidated database", "external-database"),
        Box("delivery/jenkins", "Jenkins", "ci-controller", "delivery"),
        Box("delivery/hub", "DockerHub", "registry", "delivery"),
    ),
    arrows=(
        arrow("user", "portal/lb", "https", "https 443"),
        arrow("user", "notebook/proxy", "https", "https 443"),
        arrow("user", "api/webserv", "https", "https 443"),
        arrow("staff", "notebook/proxy", "https", "https 443"),
        arrow("portal/lb", "portal/firefly", "http", "http 8080"),
        arrow("portal/firefly", "portal/redis", "redis", "redis 6379"),
        arrow("portal/firefly", "api/webserv", "https", "https 443"),
        arrow("notebook/proxy", "notebook/hub", "http", "http 8081"),
        arrow("notebook/proxy", "notebook/lab", "websocket", "http, websocket 8888"),
        arrow("notebook/hub", "notebook/lab", "spawns", "spawns"),
        arrow("notebook/hub", "external/cilogon", "identity", "oidc 443"),
        arrow("notebook/lab", "api/webserv", "https", "https 443"),
        arrow("notebook/lab", "backend/home", "nfs", "nfs 2049"),
        arrow("notebook/lab", "backend/files", "mounts", "/datasets"),
        arrow("notebook/lab", "external/condor", "batch", "condor 9618", status="planned"),
        arrow("api/webserv", "api/tap", "http", "http 8080"),
        arrow("api/webserv", "api/imgserv", "http", "http 5001"),
        arrow("api/tap", "backend/qserv", "database", "mysql 4040"),
        arrow("api/tap", "external/consdb", "database", "oracle 1521", status="assumed"),
        arrow("api/imgserv", "backend/files", "reads", "reads"),
        arrow("portal", "backend/elk", "logs", "beats 5044"),
        arrow("notebook", "backend/elk", "logs", "beats 5044"),
        arrow("api", "backend/elk", "logs", "beats 5044"),
        arrow("delivery/jenkins", "delivery/hub", "pushes", "pushes"),
    ),
)


def deployment() -> DiagramPlan:
    """Return a deployment of forty boxes on node pools, with pods that talk to each other."""
    pools = ("general", "notebooks", "qserv", "logging")
    groups = [
        Group("cluster", "production", "cluster", None, "Kubernetes 1.12, weave"),
        *(
            Group(f"pool/{name}", name, "node-pool", "cluster", f"{n + 2} × 16 CPU, 64 GiB")
            for n, name in enumerate(pools)
        ),
        Group("hosts", "qserv-db01…30", "host-group", None, "CentOS 7"),
    ]
    symbols = ("deployment", "statefulset", "deployment", "cronjob", "foreign", "database", "daemonset", "cache")
    boxes = []
    for n in range(36):
        pool = pools[n % 4]
        symbol = symbols[n % 8]
        badges = BEAT if n % 3 == 0 else ()
        boxes.append(Box(f"c{n}", f"{pool}-component-{n}", symbol, f"pool/{pool}", (f"×{n % 4 + 1}",), badges))
    boxes += [
        Box("user", "Scientist", "user"),
        Box("lb", "lsp.lsst.org", "load-balancer", "cluster"),
        Box("hosts/worker", "qserv-worker", "host-group", "hosts", ("30 hosts",)),
        Box("registry", "registry.lsst.org", "registry", None, status=Status.PLANNED),
    ]
    arrows = [arrow("user", "lb", "https", "https 443"), arrow("pool/qserv", "hosts/worker", "xrootd", "xrootd 1094")]
    arrows += [arrow("lb", f"c{n}", "http", f"http {8000 + n}") for n in (0, 1, 4)]
    arrows += [arrow(f"c{n}", f"c{n + 4}", "http", f"http {8000 + n}") for n in range(0, 28, 3)]
    arrows += [arrow(f"c{n}", f"c{n + 9}", "database", f"mysql {3300 + n}") for n in range(1, 26, 5)]
    arrows += [arrow("cluster", "registry", "pulls", "https 443", status="planned")]
    return DiagramPlan(
        "deployment", "Deployment on node pools", "pdac", Flow.RIGHT, tuple(groups), tuple(boxes), tuple(arrows)
    )


DEPLOYMENT = deployment()

TINY = DiagramPlan(
    id="tiny",
    title="Two <boxes> & an arrow",
    environment="sandbox",
    flow=Flow.DOWN,
    boxes=(
        Box("a", "a-very-long-identifier/with.separators_and-more-of-it:v1.2.3", "deployment", details=("x" * 60,)),
        Box("b", "b", "cache"),
    ),
    arrows=(arrow("a", "b", "redis", "redis 6379"),),
)

SAMPLES = (ASPECT, PLATFORM, DEPLOYMENT, TINY)
