"""Values that the API server accepts and the published OpenAPI does not list.

Keyed by type and field; a type of one name has the same values in every API group and version. A value
that some release does not know yet is listed all the same, so nothing right is ever refused.
Source: ``validation.go`` of the API groups in k8s.io/kubernetes 1.36 and the API reference.
"""

__all__ = ["BOUNDS", "EMPTY_IS_DEFAULT", "VALUES"]

PROTOCOLS = ["TCP", "UDP", "SCTP"]

ACCESS_MODES = ["ReadWriteOnce", "ReadOnlyMany", "ReadWriteMany", "ReadWriteOncePod"]

VALUES: dict[str, list[str]] = {
    "Container.imagePullPolicy": ["Always", "IfNotPresent", "Never"],
    "Container.terminationMessagePolicy": ["File", "FallbackToLogsOnError"],
    "ContainerPort.protocol": PROTOCOLS,
    "CronJobSpec.concurrencyPolicy": ["Allow", "Forbid", "Replace"],
    "DaemonSetUpdateStrategy.type": ["RollingUpdate", "OnDelete"],
    "DeploymentStrategy.type": ["RollingUpdate", "Recreate"],
    "HTTPGetAction.scheme": ["HTTP", "HTTPS"],
    "HTTPIngressPath.pathType": ["Exact", "Prefix", "ImplementationSpecific"],
    "HostPathVolumeSource.type": [
        "",
        "DirectoryOrCreate",
        "Directory",
        "FileOrCreate",
        "File",
        "Socket",
        "CharDevice",
        "BlockDevice",
    ],
    "JobSpec.completionMode": ["NonIndexed", "Indexed"],
    "LabelSelectorRequirement.operator": ["In", "NotIn", "Exists", "DoesNotExist"],
    "MetricTarget.type": ["Utilization", "Value", "AverageValue"],
    "NetworkPolicyPort.protocol": PROTOCOLS,
    "NetworkPolicySpec.policyTypes": ["Ingress", "Egress"],
    "NodeSelectorRequirement.operator": ["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"],
    "PersistentVolumeClaimSpec.accessModes": ACCESS_MODES,
    "PersistentVolumeClaimSpec.volumeMode": ["Filesystem", "Block"],
    "PersistentVolumeSpec.accessModes": ACCESS_MODES,
    "PersistentVolumeSpec.persistentVolumeReclaimPolicy": ["Retain", "Delete", "Recycle"],
    "PersistentVolumeSpec.volumeMode": ["Filesystem", "Block"],
    "PodDisruptionBudgetSpec.unhealthyPodEvictionPolicy": ["IfHealthyBudget", "AlwaysAllow"],
    "PodSpec.dnsPolicy": ["ClusterFirst", "ClusterFirstWithHostNet", "Default", "None"],
    "PodSpec.restartPolicy": ["Always", "OnFailure", "Never"],
    "SeccompProfile.type": ["RuntimeDefault", "Unconfined", "Localhost"],
    "ServicePort.protocol": PROTOCOLS,
    "ServiceSpec.externalTrafficPolicy": ["Cluster", "Local"],
    "ServiceSpec.internalTrafficPolicy": ["Cluster", "Local"],
    "ServiceSpec.ipFamilyPolicy": ["SingleStack", "PreferDualStack", "RequireDualStack"],
    "ServiceSpec.sessionAffinity": ["None", "ClientIP"],
    "ServiceSpec.type": ["ClusterIP", "NodePort", "LoadBalancer", "ExternalName"],
    "StatefulSetSpec.podManagementPolicy": ["OrderedReady", "Parallel"],
    "StatefulSetUpdateStrategy.type": ["RollingUpdate", "OnDelete"],
    "StorageClass.reclaimPolicy": ["Delete", "Retain", "Recycle"],
    "StorageClass.volumeBindingMode": ["Immediate", "WaitForFirstConsumer"],
    "Subject.kind": ["ServiceAccount", "User", "Group"],
    "Toleration.effect": ["", "NoSchedule", "PreferNoSchedule", "NoExecute"],
    "Toleration.operator": ["", "Exists", "Equal", "Lt", "Gt"],
    "TopologySpreadConstraint.whenUnsatisfiable": ["DoNotSchedule", "ScheduleAnyway"],
    "VolumeMount.mountPropagation": ["None", "HostToContainer", "Bidirectional"],
}
"""All values of a text, or of the items of a list of texts."""

EMPTY_IS_DEFAULT = frozenset(
    {
        "Container.imagePullPolicy",
        "Container.terminationMessagePolicy",
        "ContainerPort.protocol",
        "CronJobSpec.concurrencyPolicy",
        "DaemonSetUpdateStrategy.type",
        "DeploymentStrategy.type",
        "HTTPGetAction.scheme",
        "PersistentVolumeSpec.persistentVolumeReclaimPolicy",
        "PodSpec.dnsPolicy",
        "PodSpec.restartPolicy",
        "ServicePort.protocol",
        "ServiceSpec.externalTrafficPolicy",
        "ServiceSpec.sessionAffinity",
        "ServiceSpec.type",
        "StatefulSetSpec.podManagementPolicy",
        "StatefulSetUpdateStrategy.type",
    }
)
"""Fields in which the server takes the empty text for "absent" and fills in the default."""

BOUNDS: dict[str, tuple[int, int | None]] = {
    "ContainerPort.containerPort": (1, 65535),
    "ContainerPort.hostPort": (0, 65535),
    "CronJobSpec.failedJobsHistoryLimit": (0, None),
    "CronJobSpec.successfulJobsHistoryLimit": (0, None),
    "DeploymentSpec.minReadySeconds": (0, None),
    "DeploymentSpec.replicas": (0, None),
    "DeploymentSpec.revisionHistoryLimit": (0, None),
    "HorizontalPodAutoscalerSpec.maxReplicas": (1, None),
    "HorizontalPodAutoscalerSpec.minReplicas": (0, None),
    "JobSpec.backoffLimit": (0, None),
    "JobSpec.completions": (0, None),
    "JobSpec.parallelism": (0, None),
    "NetworkPolicyPort.endPort": (1, 65535),
    "PodSpec.terminationGracePeriodSeconds": (0, None),
    "Probe.failureThreshold": (0, None),
    "Probe.initialDelaySeconds": (0, None),
    "Probe.periodSeconds": (0, None),
    "Probe.successThreshold": (0, None),
    "Probe.timeoutSeconds": (0, None),
    "ReplicaSetSpec.replicas": (0, None),
    "ServiceBackendPort.number": (1, 65535),
    "ServicePort.nodePort": (0, 65535),
    "ServicePort.port": (1, 65535),
    "StatefulSetSpec.replicas": (0, None),
}
"""Least and greatest number; zero stands for "absent" where the field has a default."""
