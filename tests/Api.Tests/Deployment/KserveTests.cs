using System.Globalization;
using Fovea.Api.Options;
using k8s.Models;
using Microsoft.Extensions.Configuration;

namespace Fovea.Api.Tests.Deployment;

/// <summary>The runtime for KServe and the services that use it.</summary>
public sealed class KserveTests
{
    private static readonly ClusterServingRuntime Runtime = Manifests.Read<ClusterServingRuntime>("kserve/cluster-serving-runtime.yaml");
    private static readonly V1Container Container = Assert.Single(Manifests.PodOf(Runtime.Spec).Spec.Containers);

    [Theory]
    [InlineData("inference-service", "v2", "resnet50")]
    [InlineData("inference-service-grpc", "grpc-v2", "resnet50")]
    public void A_service_asks_for_what_the_runtime_offers(string file, string protocol, string expectedModel)
    {
        var service = Manifests.Read<InferenceService>($"kserve/{file}.yaml");
        ModelSpec model = service.Spec.Predictor.Model;

        Assert.Equal((Runtime.Metadata.Name, protocol), (model.Runtime, model.ProtocolVersion));
        Assert.Contains(model.ProtocolVersion, Runtime.Spec.ProtocolVersions);
        Assert.Contains(
            Runtime.Spec.SupportedModelFormats, format => format.Name == model.ModelFormat.Name
            && format.Version == model.ModelFormat.Version);
        Assert.True(service.Spec.Predictor.MaxReplicas > service.Spec.Predictor.MinReplicas);
        string[] arguments =
            [.. Container.Args.Concat(model.Args).Select(
                argument => argument.Replace("{{.Name}}", service.Metadata.Name, StringComparison.Ordinal))];
        Assert.Equal(expectedModel, ServerOptions.Read(new ConfigurationBuilder().AddCommandLine(arguments).Build()).Models.Default);
        if (protocol == "grpc-v2")
            Assert.Equal(
                ("h2c", Environment("Grpc__Port")),
                (Assert.Single(model.Ports).Name, model.Ports[0].ContainerPortNumber!.Value.ToString(CultureInfo.InvariantCulture)));
        else
            Assert.Empty(model.Ports);
    }

    [Fact]
    public void The_runtime_serves_where_kserve_puts_models_and_asks()
    {
        Assert.Equal(
            ("kserve-container", "8080", "/mnt/models"),
            (Container.Name, Environment("ASPNETCORE_HTTP_PORTS"), Environment("Models__Path")));
        Assert.All(
            [Container.StartupProbe, Container.LivenessProbe, Container.ReadinessProbe],
            probe => Assert.Equal(Environment("ASPNETCORE_HTTP_PORTS"), probe.HttpGet.Port.Value));
        ServerOptions settings = ServerOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(
            Container.Env.Select(
                variable => KeyValuePair.Create(variable.Name.Replace("__", ":", StringComparison.Ordinal), (string?)variable.Value)))
                    .Build());
        Assert.Equal((false, true), (settings.Models.Bundled, settings.Models.RequireAll));
        Assert.True(
            settings.Shutdown.Delay + settings.Shutdown.Timeout
            < TimeSpan.FromSeconds(30), "Thirty seconds are what Kubernetes grants where nothing else is said.");
    }

    [Fact]
    public void The_runtime_is_restricted_as_the_deployment_is()
    {
        V1Container deployed = Manifests.Read<V1Deployment>("kubernetes/base/deployment.yaml").Spec.Template.Spec.Containers[0];

        Assert.Equal(
            (deployed.SecurityContext.AllowPrivilegeEscalation, deployed.SecurityContext.ReadOnlyRootFilesystem),
            (Container.SecurityContext.AllowPrivilegeEscalation, Container.SecurityContext.ReadOnlyRootFilesystem));
        Assert.Equal(deployed.SecurityContext.Capabilities.Drop, Container.SecurityContext.Capabilities.Drop);
        Assert.Equal((true, "RuntimeDefault"), (Container.SecurityContext.RunAsNonRoot, Container.SecurityContext.SeccompProfile.Type));
        Assert.Equal(deployed.ReadinessProbe.HttpGet.Path, Container.ReadinessProbe.HttpGet.Path);
    }

    private static string Environment(string name) => Container.Env.Single(variable => variable.Name == name).Value;
}
