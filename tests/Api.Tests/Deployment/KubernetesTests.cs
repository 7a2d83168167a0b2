using System.Globalization;
using Fovea.Api.Options;
using Fovea.Api.Security;
using Fovea.Api.Tests.Support;
using k8s.Models;
using Microsoft.Extensions.Configuration;

namespace Fovea.Api.Tests.Deployment;

/// <summary>What the manifests for Kubernetes say fits together, and fits the service.</summary>
public sealed class KubernetesTests
{
    private const string Base = "kubernetes/base", Queue = "kubernetes/overlays/queue-time";

    private static readonly V1Deployment Deployment = Manifests.Read<V1Deployment>($"{Base}/deployment.yaml");
    private static readonly V1PodSpec Pod = Deployment.Spec.Template.Spec;
    private static readonly V1Container Container = Assert.Single(Pod.Containers);

    [Fact]
    public void Every_selector_finds_the_pods()
    {
        IDictionary<string, string> labels = Deployment.Spec.Template.Metadata.Labels;

        Assert.All(
            new[]
            {
                Deployment.Spec.Selector.MatchLabels,
                Manifests.Read<V1Service>($"{Base}/service.yaml").Spec.Selector,
                Manifests.Read<V1PodDisruptionBudget>($"{Base}/pod-disruption-budget.yaml").Spec.Selector.MatchLabels,
                Manifests.Read<V1NetworkPolicy>($"{Base}/network-policy.yaml").Spec.PodSelector.MatchLabels,
            }.Concat(Pod.TopologySpreadConstraints.Select(constraint => constraint.LabelSelector.MatchLabels)),
            selector =>
            {
                Assert.NotEmpty(selector);
                Assert.All(selector, wanted => Assert.Equal(wanted.Value, labels[wanted.Key]));
            });
    }

    [Fact]
    public void Ports_are_those_that_the_service_listens_on()
    {
        Dictionary<string, int> ports = Container.Ports.ToDictionary(port => port.Name, port => port.ContainerPort);

        Assert.Equal(Environment("ASPNETCORE_HTTP_PORTS"), ports["http"].ToString(CultureInfo.InvariantCulture));
        Assert.Equal(Environment("Grpc__Port"), ports["grpc"].ToString(CultureInfo.InvariantCulture));
        Assert.All(Manifests.Read<V1Service>($"{Base}/service.yaml").Spec.Ports, port => Assert.Contains(port.TargetPort.Value, ports));
        Assert.All(
            new[] { Base, Queue }.SelectMany(folder => Manifests.Read<V1NetworkPolicy>($"{folder}/network-policy.yaml").Spec.Ingress)
                .SelectMany(rule => rule.Ports),
            port => Assert.Contains(port.Port.Value, ports));
    }

    [Fact]
    public async Task Probes_ask_addresses_that_answer_without_a_key()
    {
        await using ApiFactory factory = await ApiFactory.StartReadyAsync(
            null, ("Models:Path", ""), ("Security:ApiKey", "a-key-0123456789"));

        foreach (V1Probe probe in new[] { Container.StartupProbe, Container.LivenessProbe, Container.ReadinessProbe })
        {
            Assert.Equal("http", probe.HttpGet.Port.Value);
            await factory.Client.Get(probe.HttpGet.Path).Json();
        }

        Assert.Equal(("/livez", "/readyz"), (Container.LivenessProbe.HttpGet.Path, Container.ReadinessProbe.HttpGet.Path));
    }

    [Fact]
    public void The_end_is_longer_than_the_service_takes_for_it()
    {
        ShutdownOptions shutdown = Settings().Shutdown;
        TimeSpan noticed = TimeSpan.FromSeconds(
            (Container.ReadinessProbe.PeriodSeconds * Container.ReadinessProbe.FailureThreshold)!.Value);

        Assert.True(
            TimeSpan.FromSeconds(Pod.TerminationGracePeriodSeconds!.Value) >= shutdown.Delay + shutdown.Timeout + TimeSpan.FromSeconds(5));
        Assert.True(shutdown.Delay > noticed, "Requests are still accepted until readiness has been seen to fail.");
    }

    [Fact]
    public void Settings_are_valid_and_exist()
    {
        Assert.Equal(Settings().Shutdown.Delay, TimeSpan.Parse(Environment("Shutdown__Delay"), CultureInfo.InvariantCulture));
        Assert.Equal(
            ("/keys/api-keys", "/keys/admin-keys"), (Settings("keys").Security.ApiKeyFile, Settings("keys").Security.AdminKeyFile));
    }

    [Fact]
    public void The_pod_may_do_nothing_that_it_does_not_need()
    {
        V1SecurityContext security = Container.SecurityContext;
        string dockerfile = File.ReadAllText(Path.Combine(Repository.Root, "Dockerfile"));

        Assert.Contains($"USER {Pod.SecurityContext.RunAsUser}\n", dockerfile, StringComparison.Ordinal);
        Assert.Equal((true, "RuntimeDefault"), (Pod.SecurityContext.RunAsNonRoot, Pod.SecurityContext.SeccompProfile.Type));
        Assert.Equal((false, true), (security.AllowPrivilegeEscalation, security.ReadOnlyRootFilesystem));
        Assert.Equal(["ALL"], security.Capabilities.Drop);
        Assert.Null(security.Capabilities.Add);
        Assert.False(Pod.AutomountServiceAccountToken);
        Assert.Null(Pod.HostNetwork ?? Pod.HostPID ?? Pod.HostIPC);
        Assert.Equal("/tmp", Assert.Single(Container.VolumeMounts).MountPath);
        Assert.NotNull(Assert.Single(Pod.Volumes).EmptyDir.SizeLimit);
    }

    [Fact]
    public void Limits_are_requests_and_processors_whole()
    {
        Assert.Equal(Container.Resources.Limits["memory"].ToString(), Container.Resources.Requests["memory"].ToString());
        Assert.Equal(Container.Resources.Limits["cpu"].ToString(), Container.Resources.Requests["cpu"].ToString());
        Assert.Equal(0, Container.Resources.Limits["cpu"].ToDecimal() % 1);
    }

    [Theory]
    [InlineData(Base)]
    [InlineData(Queue)]
    public void The_autoscaler_scales_the_deployment_on_cpu(string folder)
    {
        var scaler = Manifests.Read<V2HorizontalPodAutoscaler>($"{Base}/horizontal-pod-autoscaler.yaml").Spec;
        V2MetricSpec cpu = Assert.Single(
            Manifests.Read<V2HorizontalPodAutoscaler>($"{folder}/horizontal-pod-autoscaler.yaml").Spec.Metrics,
            metric => metric.Type == "Resource");

        Assert.Equal(
            (Deployment.ApiVersion, Deployment.Kind, Deployment.Metadata.Name),
            (scaler.ScaleTargetRef.ApiVersion, scaler.ScaleTargetRef.Kind, scaler.ScaleTargetRef.Name));
        Assert.Null(Deployment.Spec.Replicas);
        Assert.True(scaler.MinReplicas >= 2 && scaler.MaxReplicas > scaler.MinReplicas);
        Assert.Equal(("cpu", "Utilization"), (cpu.Resource.Name, cpu.Resource.Target.Type));
    }

    [Fact]
    public void The_overlay_scales_on_the_metric_that_the_adapter_makes()
    {
        V2PodsMetricSource pods = Manifests.Read<V2HorizontalPodAutoscaler>(
            $"{Queue}/horizontal-pod-autoscaler.yaml").Spec.Metrics.Single(metric => metric.Type == "Pods").Pods;
        AdapterRule rule = Assert.Single(Manifests.Read<AdapterValues>($"{Queue}/prometheus-adapter-values.yaml").Rules.Custom);

        Assert.Equal(rule.Name.As, pods.Metric.Name);
        Assert.Equal(("AverageValue", 0.05m), (pods.Target.Type, pods.Target.AverageValue.ToDecimal()));
        Assert.Equal(["namespace", "pod"], rule.Resources.Overrides.Select(label => label.Value.Resource).Order());
        Assert.Equal(2, rule.MetricsQuery!.Split("<<.Series>>{<<.LabelMatchers>>}").Length - 1);
        Assert.DoesNotContain("fovea", rule.MetricsQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_metric_is_one_that_the_service_has()
    {
        string series = Manifests.Read<AdapterValues>($"{Queue}/prometheus-adapter-values.yaml").Rules.Custom[0].SeriesQuery!.Split('{')[0];
        await using ApiFactory factory = await ApiFactory.StartReadyAsync(null, ("Models:Path", ""));
        await factory.Client.Post("/predict", HttpCalls.Image(Pictures.Red)).Json();

        using HttpResponseMessage metrics = await factory.Client.Get(Planes.MetricsPath);

        Assert.SkipWhen((int)metrics.StatusCode == 404, "This build serves no metrics.");
        Assert.Contains($"\n{series}{{", await metrics.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_monitor_asks_the_service_where_its_metrics_are()
    {
        ServiceMonitorSpec monitor = Manifests.Read<ServiceMonitor>($"{Queue}/service-monitor.yaml").Spec;
        var service = Manifests.Read<V1Service>($"{Base}/service.yaml");

        Assert.All(monitor.Selector.MatchLabels, wanted => Assert.Equal(wanted.Value, service.Metadata.Labels[wanted.Key]));
        MonitoredEndpoint endpoint = Assert.Single(monitor.Endpoints);
        Assert.Contains(endpoint.Port, service.Spec.Ports.Select(port => port.Name));
        Assert.Equal(Planes.MetricsPath, endpoint.Path);
    }

    [Theory]
    [InlineData("models")]
    [InlineData("keys")]
    public void A_component_mounts_the_volume_that_it_adds(string component)
    {
        V1PodSpec added = Manifests.Read<V1Deployment>($"kubernetes/components/{component}/deployment.yaml").Spec.Template.Spec;
        V1Container container = Assert.Single(added.Containers);

        Assert.Equal(Container.Name, container.Name);
        V1VolumeMount mount = Assert.Single(container.VolumeMounts);
        Assert.Equal((Assert.Single(added.Volumes).Name, true), (mount.Name, mount.ReadOnlyProperty));
        Assert.All(container.Env ?? [], setting => Assert.StartsWith($"{mount.MountPath}/", setting.Value, StringComparison.Ordinal));
    }

    private static string Environment(string name) => Container.Env.Single(variable => variable.Name == name).Value;

    /// <summary>What the service makes of the deployment's variables, and of a component's.</summary>
    private static ServerOptions Settings(string? component = null)
    {
        IEnumerable<V1EnvVar> variables = Container.Env;
        if (component is not null)
            variables = variables.Concat(
                Manifests.Read<V1Deployment>($"kubernetes/components/{component}/deployment.yaml").Spec.Template.Spec.Containers[0].Env);
        return ServerOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(
            variables.Select(
                variable => KeyValuePair.Create(variable.Name.Replace("__", ":", StringComparison.Ordinal), (string?)variable.Value)))
                    .Build());
    }
}
