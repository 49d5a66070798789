"""Kubernetes objects for the tests of this package."""

import copy
from typing import Any

__all__ = ["OBJECTS", "deployment"]

POD_LABELS = {"app.kubernetes.io/name": "firefly", "app.kubernetes.io/part-of": "portal"}

DEPLOYMENT: dict[str, Any] = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "firefly", "namespace": "portal", "labels": POD_LABELS},
    "spec": {
        "replicas": 2,
        "selector": {"matchLabels": {"app.kubernetes.io/name": "firefly"}},
        "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": "10%"}},
        "template": {
            "metadata": {"labels": POD_LABELS, "annotations": {"note": ""}},
            "spec": {
                "serviceAccountName": "firefly",
                "securityContext": {"runAsNonRoot": True, "runAsUser": 1000, "fsGroup": 1000},
                "initContainers": [
                    {"name": "wait", "image": "busybox:1.36", "command": ["sh", "-c", "true"]},
                    {"name": "copy", "image": "busybox:1.36", "args": ["a", "b"]},
                ],
                "containers": [
                    {
                        "name": "firefly",
                        "image": "registry.example.org/portal/firefly:2026.4",
                        "ports": [
                            {"name": "http", "containerPort": 8080},
                            {"name": "metrics", "containerPort": 9090, "protocol": "TCP"},
                        ],
                        "env": [
                            {"name": "HOST", "value": "tap"},
                            {"name": "TAP_URL", "value": "http://$(HOST):8080/tap"},
                            {"name": "MODE", "value": "production"},
                            {
                                "name": "PASSWORD",
                                "valueFrom": {"secretKeyRef": {"name": "portal", "key": "password"}},
                            },
                        ],
                        "resources": {
                            "requests": {"cpu": "500m", "memory": "2Gi"},
                            "limits": {"cpu": 2, "memory": "4Gi"},
                        },
                        "readinessProbe": {"httpGet": {"path": "/ready", "port": "http"}, "periodSeconds": 5},
                        "volumeMounts": [
                            {"name": "work", "mountPath": "/work"},
                            {"name": "config", "mountPath": "/etc/firefly", "readOnly": True},
                        ],
                        "securityContext": {
                            "allowPrivilegeEscalation": False,
                            "capabilities": {"drop": ["ALL", "NET_RAW"]},
                        },
                    },
                    {"name": "logs", "image": "filebeat:8", "args": ["-e", "-c", "/x"]},
                ],
                "volumes": [
                    {"name": "work", "emptyDir": {"sizeLimit": "10Gi"}},
                    {"name": "config", "configMap": {"name": "firefly", "defaultMode": 420}},
                ],
                "tolerations": [
                    {"key": "dedicated", "operator": "Equal", "value": "portal", "effect": "NoSchedule"},
                    {"key": "spot", "operator": "Exists"},
                ],
            },
        },
    },
}

OBJECTS: list[dict[str, Any]] = [
    DEPLOYMENT,
    {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "firefly", "namespace": "portal"},
        "spec": {
            "selector": {"app.kubernetes.io/name": "firefly"},
            "ports": [
                {"name": "http", "port": 80, "targetPort": "http", "protocol": "TCP"},
                {"name": "metrics", "port": 9090},
            ],
        },
    },
    {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": "firefly", "namespace": "portal"},
        "spec": {
            "podSelector": {"matchLabels": {"app.kubernetes.io/name": "firefly"}},
            "policyTypes": ["Ingress", "Egress"],
            "ingress": [
                {
                    "from": [{"namespaceSelector": {}}, {"podSelector": {"matchLabels": {"a": "b"}}}],
                    "ports": [{"port": 8080}],
                },
                {"from": [{"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16", "10.2.0.0/16"]}}]},
            ],
            "egress": [{}],
        },
    },
    {
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "metadata": {"name": "czar", "namespace": "qserv"},
        "spec": {
            "serviceName": "czar",
            "selector": {"matchLabels": {"app": "czar"}},
            "template": {
                "metadata": {"labels": {"app": "czar"}},
                "spec": {"containers": [{"name": "czar", "image": "qserv/czar"}]},
            },
            "volumeClaimTemplates": [
                {
                    "metadata": {"name": "data"},
                    "spec": {
                        "accessModes": ["ReadWriteOnce"],
                        "storageClassName": "",
                        "resources": {"requests": {"storage": "1Ti"}},
                    },
                }
            ],
        },
    },
    {
        "apiVersion": "batch/v1",
        "kind": "CronJob",
        "metadata": {"name": "backup"},
        "spec": {
            "schedule": "0 3 * * *",
            "jobTemplate": {
                "spec": {
                    "template": {
                        "spec": {
                            "restartPolicy": "Never",
                            "containers": [{"name": "b", "image": "b:1"}],
                        }
                    }
                }
            },
        },
    },
    {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c"}, "data": {"a.yaml": "x: 1\n", "empty": ""}},
    {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "data": {"password": "aHVudGVyMg=="}},
    {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "portal", "labels": {"team": "suit"}}},
    {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "Role",
        "metadata": {"name": "r"},
        "rules": [
            {"apiGroups": ["", "apps"], "resources": ["pods", "deployments"], "verbs": ["get", "list"]},
            {"apiGroups": ["batch"], "resources": ["jobs"], "verbs": ["create"]},
        ],
    },
    {
        "apiVersion": "rbac.authorization.k8s.io/v1",
        "kind": "RoleBinding",
        "metadata": {"name": "r"},
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "r"},
        "subjects": [
            {"kind": "ServiceAccount", "name": "hub", "namespace": "nb"},
            {"kind": "Group", "apiGroup": "rbac.authorization.k8s.io", "name": "admins"},
        ],
    },
    {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": {"name": "i", "annotations": {"a/b": "true"}},
        "spec": {
            "ingressClassName": "nginx",
            "tls": [{"hosts": ["a.example.org", "b.example.org"], "secretName": "tls"}],
            "rules": [
                {
                    "host": "a.example.org",
                    "http": {
                        "paths": [
                            {
                                "path": "/api",
                                "pathType": "Prefix",
                                "backend": {"service": {"name": "w", "port": {"number": 80}}},
                            },
                            {
                                "path": "/",
                                "pathType": "Prefix",
                                "backend": {"service": {"name": "f", "port": {"name": "http"}}},
                            },
                        ]
                    },
                }
            ],
        },
    },
    {
        "apiVersion": "policy/v1",
        "kind": "PodDisruptionBudget",
        "metadata": {"name": "p"},
        "spec": {"maxUnavailable": 1, "selector": {"matchLabels": {"a": "b"}}},
    },
    {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": "h"},
        "spec": {
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "firefly"},
            "maxReplicas": 4,
            "metrics": [
                {
                    "type": "Resource",
                    "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 80}},
                },
                {
                    "type": "Resource",
                    "resource": {"name": "memory", "target": {"type": "AverageValue", "averageValue": "1Gi"}},
                },
            ],
        },
    },
    {
        "apiVersion": "v1",
        "kind": "ResourceQuota",
        "metadata": {"name": "q"},
        "spec": {"hard": {"requests.cpu": "20", "requests.memory": "100Gi", "pods": "50"}},
    },
    {
        "apiVersion": "gateway.networking.k8s.io/v1",
        "kind": "HTTPRoute",
        "metadata": {"name": "api", "namespace": "api"},
        "spec": {
            "parentRefs": [{"name": "public", "namespace": "edge"}],
            "hostnames": ["api.example.org", "www.example.org"],
            "rules": [
                {
                    "matches": [{"path": {"type": "PathPrefix", "value": "/api"}}],
                    "backendRefs": [{"name": "webserv", "port": 5000}],
                }
            ],
        },
    },
]
"""Valid objects of the kinds that a platform is made of, for Kubernetes 1.36."""


def deployment() -> dict[str, Any]:
    """Return a Deployment that the test may change."""
    return copy.deepcopy(DEPLOYMENT)
