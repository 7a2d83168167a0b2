using k8s;

namespace Fovea.Api.Tests.Deployment;

/// <summary>The manifests' form.</summary>
public sealed class SchemaTests
{
    public static TheoryData<string> Files => [.. Manifests.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_field_is_one_of_its_kind(string file) => Assert.NotNull(Manifests.Parse(Manifests.Text(file)));

    [Theory]
    [InlineData("kubernetes/base/deployment.yaml", "terminationGracePeriodSeconds:", "terminationGracePeriod:")]
    [InlineData("kubernetes/base/deployment.yaml", "readOnlyRootFilesystem:", "readOnlyRootFileSystem:")]
    [InlineData("kubernetes/base/horizontal-pod-autoscaler.yaml", "averageUtilization:", "averageUtilisation:")]
    [InlineData("kserve/cluster-serving-runtime.yaml", "supportedModelFormats:", "supportedModels:")]
    [InlineData("kserve/inference-service.yaml", "storageUri:", "storage:")]
    [InlineData("kubernetes/base/kustomization.yaml", "newTag:", "tag:")]
    [InlineData("kubernetes/overlays/queue-time/service-monitor.yaml", "interval:", "period:")]
    [InlineData("kubernetes/overlays/queue-time/prometheus-adapter-values.yaml", "metricsQuery:", "query:")]
    public void A_field_of_another_name_would_be_found(string file, string field, string wrong)
    {
        string text = Manifests.Text(file);
        Assert.Contains(field, text, StringComparison.Ordinal);

        Assert.ThrowsAny<YamlDotNet.Core.YamlException>(() => Manifests.Parse(text.Replace(field, wrong, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("kserve/cluster-serving-runtime.yaml", "readOnlyRootFilesystem:", "readOnlyRoot:")]
    public void A_wrong_field_of_a_runtimes_container_would_be_found(string file, string field, string wrong)
    {
        var runtime = (ClusterServingRuntime)Manifests.Parse(Manifests.Text(file).Replace(field, wrong, StringComparison.Ordinal));

        Assert.ThrowsAny<YamlDotNet.Core.YamlException>(() => Manifests.PodOf(runtime.Spec));
    }

    [Fact]
    public void Every_file_has_its_place()
    {
        var used = new HashSet<string>(Manifests.Files.Where(file => file.EndsWith("/kustomization.yaml", StringComparison.Ordinal)))
        {
            "kubernetes/overlays/queue-time/prometheus-adapter-values.yaml",
        };
        foreach (string file in used.ToArray().Where(file => file.EndsWith("/kustomization.yaml", StringComparison.Ordinal)))
        {
            var kustomization = Manifests.Read<KustomizationFile>(file);
            string folder = Path.GetDirectoryName(file)!;
            string[] references =
                [.. kustomization.Resources, .. kustomization.Components, .. kustomization.Patches.Select(patch => patch.Path!)];
            foreach (string named in references)
            {
                string path = Path.GetRelativePath(Manifests.Folder, Path.GetFullPath(Path.Combine(Manifests.Folder, folder, named)));
                Assert.True(Path.Exists(Path.Combine(Manifests.Folder, path)), $"{file} names '{named}', which does not exist.");
                used.Add(path);
            }
        }

        Assert.Empty(Manifests.Files.Where(file => file.StartsWith("kubernetes/", StringComparison.Ordinal)).Except(used));
    }

    [Theory]
    [InlineData("kubernetes/overlays/queue-time")]
    [InlineData("kubernetes/components/models")]
    [InlineData("kubernetes/components/keys")]
    public void A_patch_changes_something_that_the_base_has(string folder)
    {
        var patches = Manifests.Read<KustomizationFile>($"{folder}/kustomization.yaml").Patches;

        Assert.NotEmpty(patches);
        foreach (KustomizePatch patch in patches)
        {
            var change = (IKubernetesObject<k8s.Models.V1ObjectMeta>)Manifests.Parse(Manifests.Text($"{folder}/{patch.Path}"));
            var original = (IKubernetesObject<k8s.Models.V1ObjectMeta>)Manifests.Parse(Manifests.Text($"kubernetes/base/{patch.Path}"));
            Assert.Equal(
                (original.ApiVersion, original.Kind, original.Metadata.Name), (change.ApiVersion, change.Kind, change.Metadata.Name));
        }
    }
}
