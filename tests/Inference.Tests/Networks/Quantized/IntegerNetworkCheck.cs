using Fovea.Inference.Tests.Support;

namespace Fovea.Inference.Tests.Networks.Quantized;

/// <summary>Holds a model against what was computed with integers, at every width, with 1 and 2 threads.</summary>
internal static class IntegerNetworkCheck
{
    /// <summary>Batches of 1, 3 and 8 images, or as many as there are.</summary>
    /// <param name="bytes">The model.</param>
    /// <param name="images">The input.</param>
    /// <param name="expected">The result for all images.</param>
    /// <param name="optimize">Whether the model is optimised.</param>
    /// <param name="output">The value that is compared; null for the model's output.</param>
    public static void SameBits(byte[] bytes, Tensor images, Tensor expected, bool optimize, string? output = null)
    {
        Assert.True(expected.ToDoubles().Distinct().Count() > 3, "The result is nearly constant.");
        foreach (InstructionSet set in InstructionSets.Available)
        {
            foreach (int threads in new[] { 1, 2 })
            {
                using InferenceModel model = TestEngines.Get(set, optimize, threads).Load(bytes, "network");
                foreach (long batch in new[] { 1, 3, 8 }.Where(batch => batch == 1 || batch <= images.Shape[0]))
                {
                    // The last images of all: the first ones have the same place in every batch.
                    long first = images.Shape[0] - batch;
                    Tensor[] inputs = [images.Rows(first, batch)];
                    Tensor actual = output is null ? model.Run(inputs)[0] : model.Run(inputs, [output])[0];
                    ModelCheck.SameBits(
                        expected.Rows(first, batch), actual,
                        $"{set}, {threads} threads, {batch} images, {(optimize ? "optimised" : "as written")}");
                }
            }
        }
    }

    /// <summary>All images as one batch.</summary>
    public static void SameBitsTogether(byte[] bytes, Tensor images, Tensor expected, bool optimize)
    {
        foreach (InstructionSet set in InstructionSets.Available)
        {
            foreach (int threads in new[] { 1, 2 })
            {
                ModelCheck.SameBits(
                    expected, TestEngines.Get(set, optimize, threads).Run(bytes, [images])[0],
                    $"{set}, {threads} threads, {images.Shape[0]} images, {(optimize ? "optimised" : "as written")}");
            }
        }
    }
}
