"""Codes of generating the configuration of an environment."""

from lsparch.diagnostics.codes.code import Code

__all__ = ["GENERATE"]

GENERATE = (
    Code(
        "GEN001",
        "A network policy is wider than its arrow",
        "The peer has no address that a policy can name in this cluster, so more is allowed than is declared.",
        "State the address blocks of the external, use a CNI that knows host names, or a newer Kubernetes.",
        "warning or note",
    ),
    Code(
        "GEN002",
        "The Kubernetes version of a cluster is unknown, or does not serve a kind that is needed",
        "Versions and fields of objects are chosen by it; what it does not serve would be refused.",
        "State `versions.kubernetes` of the cluster, raise it, or leave out what needs the kind.",
    ),
    Code(
        "GEN003",
        "A claim is mounted in two namespaces",
        "A claim belongs to one namespace; pods elsewhere cannot mount it.",
        "Mount it in one part only, or make it a volume of kind nfs.",
    ),
    Code(
        "GEN004",
        "The size of a volume is not known",
        "A claim cannot be made without.",
        "State `size`, with the reason under `assumed` if no document does.",
    ),
    Code(
        "GEN005",
        "The cluster has no storage class for a purpose",
        "The claim would wait for ever.",
        "Name a purpose that the cluster's file has, or add a storage class there.",
    ),
    Code(
        "GEN006",
        "Two elements make the same object",
        "One would overwrite the other.",
        "Rename one of them.",
    ),
    Code(
        "GEN007",
        "The gateway or Ingress cannot do what a route asks for",
        "A route that must authenticate would be open, users would change pods, or a share of users could not be sent "
        "to a track.",
        "Use a gateway that can, change the route, or configure the gateway by hand where the finding is a warning.",
        "error or warning",
    ),
    Code(
        "GEN008",
        "Nodes mount a volume from a name that only pods can look up",
        "Mounts are made by the node, which asks other name servers than pods do.",
        "Let the nodes use the DNS of the cluster, or bind the volume to a server outside.",
        "warning",
    ),
    Code(
        "GEN009",
        "A component gets rights in every namespace",
        "Kubernetes cannot name namespaces of users that do not exist yet, so the role is bound for the whole cluster.",
        "Know it; where it matters, an admission policy of the cluster can narrow it.",
        "note",
    ),
    Code(
        "GEN010",
        "The Kubernetes version lacks a feature",
        "Something else is written instead (a note), or what it did is lost (a warning).",
        "Use the version that the message names, or newer.",
        "warning or note",
    ),
    Code(
        "GEN011",
        "A component has a priority that platform policy does not know",
        "Its pods would be refused: there is no such priority class.",
        "Name one of those in `model/platform.yaml`, or add it there.",
    ),
    Code(
        "GEN012",
        "A pod is killed before it has stopped serving",
        "It goes on serving while gateways forget it, and its time to stop is not longer than that.",
        "Raise `grace-seconds`, or lower `drain-seconds` of platform policy.",
    ),
    Code(
        "GEN013",
        "A name is longer than Kubernetes allows, or has other characters",
        "The API server, or the controller that makes names from it, refuses it.",
        "Shorten the ids or the domain of which it is made.",
    ),
    Code(
        "GEN014",
        "Two listen on one port of a pod or a node",
        "The second one does not start, or its pod finds no node.",
        "Give one of them another port, or run fewer pods that use the port of their node.",
    ),
    Code(
        "GEN015",
        "Pods on several nodes would mount what one node can mount",
        "All but those of one node wait for the volume for ever.",
        "Run one replica, make it a statefulset, or give the volume access many-write or many-read.",
    ),
    Code(
        "GEN016",
        "A configuration is delivered as a Secret and holds no secret",
        "The operator makes Secrets from what is in the store, and would make nothing here.",
        "Deliver it as a ConfigMap.",
    ),
    Code(
        "GEN017",
        "Shares of tracks are more than all users",
        "The rest, which the component itself gets, would be less than nothing.",
        "Leave at most 100 percent to tracks.",
    ),
    Code(
        "GEN018",
        "The alias of an external cannot be made, or does not fit its certificate",
        "A stable name needs a host or single addresses behind it, and clients refuse a certificate that does not name "
        "it.",
        "State `host`, or `cidr` of single addresses; leave out the alias where certificates are checked.",
        "error or warning",
    ),
    Code(
        "GEN019",
        "NFS does not keep a group within its quota",
        "The size of a volume on NFS is a wish; only the server can refuse more.",
        "Set the quota at the server too.",
        "note",
    ),
    Code(
        "GEN021",
        "A hook of Helm in the manifests of a foreign part is left out",
        "Helm runs hooks around an installation, and applying them as objects would run them always.",
        "Remove it from the manifests; if it must run, remove the annotation.",
        "warning",
    ),
    Code(
        "GEN022",
        "The manifests of a foreign part hold a Secret with values",
        "Secret values belong into no repository; the object is left out.",
        "Remove the values; the Secret is filled from the secret store.",
    ),
    Code(
        "GEN023",
        "A patch is for an object that is not generated",
        "It has no effect, although somebody relies on it; of a profile, only a warning: others may have it.",
        "Correct kind or name, or remove the patch.",
        "error or warning",
    ),
    Code(
        "GEN024",
        "A patch changes nothing",
        "The exception is not needed any more.",
        "Remove it.",
    ),
    Code(
        "GEN025",
        "A patch may not change, or cannot reach, a field",
        "It names no field of the object, or would change what the object is: its name, labels or selectors, by which "
        "it is found.",
        "Name a field of what the object does.",
    ),
    Code(
        "GEN026",
        "A patch makes an object invalid",
        "The API server would refuse the object.",
        "Set what the schema of its kind has in the Kubernetes version of the cluster.",
    ),
    Code(
        "GEN027",
        "An object is bigger than Kubernetes keeps",
        "Data, annotations or ports beyond the limit are refused.",
        "Divide files or the component, put data into an image or on a volume, or shorten titles and notes.",
    ),
    Code(
        "GEN028",
        "A patch makes the configuration unfit",
        "The object fits its schema, but the API server would refuse it, or nothing would work: a rule of `check` "
        "finds a fault that is not there without the patch. The message names the rule; its waivers count here too.",
        "Read the page of the rule, and mend or remove the patch.",
    ),
)
