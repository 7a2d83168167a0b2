using Fovea.Models.Errors;
using Fovea.Models.Explanations;
using Fovea.Models.Hosting;
using Fovea.Models.Preprocessing;
using Fovea.Models.Tests.Support;

namespace Fovea.Models.Tests.Explanations;

/// <summary>One network with inputs of other orders, types and ranks: the maps are the same.</summary>
public sealed class InputFormsTests
{
    private const int Plane = 64;

    private static readonly float[] Picture = [.. Enumerable.Range(0, 3 * Plane).Select(i => (float)(i * 37 % 256))];

    [Theory]
    [InlineData("one")]
    [InlineData("nhwc")]
    [InlineData("chw")]
    [InlineData("hwc")]
    [InlineData("squeezed")]
    [InlineData("n1c")]
    public void Maps_of_floats(string form)
    {
        foreach (string method in new[] { "gradcam", "saliency", "integrated-gradients", "occlusion" })
            AssertSame(form, method);
    }

    [Theory]
    [InlineData("bytes")]
    [InlineData("bytes-nhwc")]
    [InlineData("half")]
    [InlineData("double")]
    public void Of_other_types_all_that_does_not_go_back_to_the_pixels(string form)
    {
        foreach (string method in new[] { "gradcam", "layercam", "occlusion" })
            AssertSame(form, method);
        using ServedModels served = new ServedModels().Add(form, ServedModels.Forms[form](), HasSettings(form)).Load();
        ServingException error = Assert.Throws<ServingException>(() => Explained.By(served[form], "saliency", In(served[form])));
        Assert.Equal(ServingError.NoGradient, error.Error);
        Assert.Contains("method=occlusion needs no gradient", error.Message, StringComparison.Ordinal);
    }

    private static void AssertSame(string form, string method)
    {
        using ServedModels served = new ServedModels()
            .Add("nchw", ServedModels.Forms["nchw"]()).Add(form, ServedModels.Forms[form](), HasSettings(form)).Load();
        Explanation usual = Explained.By(served["nchw"], method, Picture), other = Explained.By(served[form], method, In(served[form]));

        Assert.Equal(usual.Element.Class, other.Element.Class);
        Assert.Equal(usual.Plan.Layer?.Name, other.Plan.Layer?.Name);
        float largest = usual.Map.Values.Max(Math.Abs);
        Assert.True(largest > 0);
        for (int i = 0; i < usual.Map.Values.Length; i++)
            Assert.Equal(usual.Map.Values[i], other.Map.Values[i], 2e-3 * largest);
    }

    // Bytes are pixels as they are.
    private static bool HasSettings(string form) => !form.StartsWith("bytes", StringComparison.Ordinal);

    private static float[] In(HostedModel model) => model.Inputs.Preprocessing!.Spec.Layout.IsChannelsLast()
        ? [.. Enumerable.Range(0, 3 * Plane).Select(i => Picture[i % 3 * Plane + i / 3])]
        : Picture;
}
