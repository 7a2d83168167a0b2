using Fovea.Imaging.Pixels;
using Fovea.Inference;
using Fovea.Models.Inputs;
using Fovea.Models.Postprocessing;

namespace Fovea.Models.Hosting;

/// <summary>
/// Runs a plan once before the first request, so that the request finds kernels compiled and memory in the pool: with zeros or a black
/// image, and where the model has no answer for these, such as a quotient of integers, with ones or a white image. A model without an
/// answer for either is not at fault, and is ready all the same.
/// </summary>
internal static class ModelWarmUp
{
    private const int Side = 64;

    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(2);

    /// <param name="plan">The plan.</param>
    /// <param name="prepare">Creates the input for one image; null where the model takes tensors.</param>
    /// <param name="budget">What loading may take.</param>
    /// <exception cref="InferenceException">A run of the plan would take too much memory, or the model is at fault.</exception>
    public static void Run(CompiledPlan plan, Func<PreparedImages>? prepare, LoadBudget budget)
    {
        // Where shapes depend on tensors, made-up ones would give meaningless ones: the first request compiles the rest of the plan.
        if (prepare is null && !plan.HasKnownShapes)
            return;
        if (!Answers(plan, prepare, budget, ones: false))
            Answers(plan, prepare, budget, ones: true);
    }

    private static bool Answers(CompiledPlan plan, Func<PreparedImages>? prepare, LoadBudget budget, bool ones)
    {
        PreparedImages? images = null;
        try
        {
            plan.WarmUp(() => prepare is null ? Tensors(plan, ones) : Picture(images = prepare(), plan, ones), budget, MostTime);
            return true;
        }
        catch (InvalidInputException error) when (error is not ActivationLimitException)
        {
            return false;
        }
        finally
        {
            images?.Dispose();
        }
    }

    private static Tensor[] Tensors(CompiledPlan plan, bool ones)
    {
        Tensor[] tensors = [.. plan.Inputs.Select(input => new Tensor(input.ElementType, input.Shape))];
        foreach (Tensor tensor in ones ? tensors : [])
            TensorValues.FillWithOnes(tensor);
        return tensors;
    }

    private static Tensor[] Picture(PreparedImages images, CompiledPlan plan, bool white)
    {
        byte[] pixels = new byte[Side * Side * 4];
        if (white)
            Array.Fill(pixels, byte.MaxValue);
        using var picture = DecodedImage.FromPixels(Side, Side, pixels);
        images.Set(0, picture);
        return images.FirstRun(plan.Inputs);
    }
}
