using System.Diagnostics;
using k8s.Models;

namespace Fovea.Api.Tests.Deployment;

/// <summary>What kubectl makes of the kustomizations, where it is installed; no cluster is asked.</summary>
public sealed class KustomizeTests
{
    [Fact]
    public async Task The_base_names_the_image_and_loses_nothing()
    {
        IReadOnlyList<object> objects = await BuildAsync(Path.Combine(Manifests.Folder, "kubernetes/base"));

        Assert.Equal(
            ["V1Deployment", "V1NetworkPolicy", "V1PodDisruptionBudget", "V1Service", "V2HorizontalPodAutoscaler"],
            objects.Select(resource => resource.GetType().Name).Order(StringComparer.Ordinal));
        KustomizeImage image = Assert.Single(Manifests.Read<KustomizationFile>("kubernetes/base/kustomization.yaml").Images);
        Assert.Equal(
            $"{image.NewName}:{image.NewTag}", Assert.Single(objects.OfType<V1Deployment>()).Spec.Template.Spec.Containers[0].Image);
    }

    [Fact]
    public async Task The_overlay_scales_on_cpu_and_queue_and_lets_prometheus_in()
    {
        IReadOnlyList<object> objects = await BuildAsync(Path.Combine(Manifests.Folder, "kubernetes/overlays/queue-time"));

        V2HorizontalPodAutoscalerSpec scaler = Assert.Single(objects.OfType<V2HorizontalPodAutoscaler>()).Spec;
        Assert.Equal(["Resource", "Pods"], scaler.Metrics.Select(metric => metric.Type));
        Assert.Equal("fovea", scaler.ScaleTargetRef.Name);
        Assert.Equal(3, Assert.Single(Assert.Single(objects.OfType<V1NetworkPolicy>()).Spec.Ingress).FromProperty.Count);
        Assert.Single(objects.OfType<ServiceMonitor>());
    }

    [Fact]
    public async Task Components_add_to_the_pod_and_take_nothing_away()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory();
        try
        {
            string kubernetes = Path.GetRelativePath(folder.FullName, Path.Combine(Manifests.Folder, "kubernetes"));
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "kustomization.yaml"),
                $"resources: [{kubernetes}/base]\ncomponents: [{kubernetes}/components/models, {kubernetes}/components/keys]\n");

            V1PodSpec pod = Assert.Single((await BuildAsync(folder.FullName)).OfType<V1Deployment>()).Spec.Template.Spec;

            Assert.Equal(["/keys", "/models", "/tmp"], pod.Containers[0].VolumeMounts.Select(mount => mount.MountPath).Order());
            Assert.Equal(["keys", "models", "tmp"], pod.Volumes.Select(volume => volume.Name).Order());
            Assert.Contains(pod.Containers[0].Env, variable => variable.Name == "Security__ApiKeyFile");
            Assert.Contains(pod.Containers[0].Env, variable => variable.Name == "ASPNETCORE_HTTP_PORTS");
            Assert.True(pod.Containers[0].SecurityContext.ReadOnlyRootFilesystem);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<IReadOnlyList<object>> BuildAsync(string folder)
    {
        Assert.SkipUnless(
            (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
                .Any(path => File.Exists(Path.Combine(path, "kubectl"))), "No kubectl is installed.");
        using var kubectl = Process.Start(
            new ProcessStartInfo("kubectl", ["kustomize", folder]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> errors = kubectl.StandardError.ReadToEndAsync();
        string output = await kubectl.StandardOutput.ReadToEndAsync();
        await kubectl.WaitForExitAsync();
        Assert.True(kubectl.ExitCode == 0, await errors);
        return Manifests.ParseAll(output);
    }
}
