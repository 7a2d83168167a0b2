using Fovea.Fuzz.Running;
using Fovea.Inference;
using Fovea.Inference.Tests.Support;

namespace Fovea.Fuzz.Targets;

/// <summary>
/// The same models as <see cref="GraphModels"/>, for what they answer: the passes that serve speed change no type, no shape and no number
/// beyond rounding; and where a model keeps rows apart, each row of a batch has the bits of that row alone.
/// </summary>
internal static class AnswerTarget
{
    private const int Rows = 3;

    // Beyond such numbers, or their differences, what is left of an answer may be rounding alone.
    private const float MostCompared = 1e4f;
    private const float Tolerance = 1e-2f;

    /// <summary>Runs the model that the bytes stand for in several ways, and compares.</summary>
    public static void Run(byte[] bytes)
    {
        byte[] model = GraphModels.All.Model(bytes, out int variant);
        Compare(model, variant);
    }

    /// <summary>Runs a model in several ways, and compares.</summary>
    /// <param name="file">The model.</param>
    /// <param name="variant">Even: with passes and without; odd: a batch and its rows.</param>
    public static void Compare(byte[] file, int variant)
    {
        using InferenceModel optimized = Pipeline.Load(file, 0);
        if (variant % 2 == 0)
            ComparePasses(optimized, file);
        else
            CompareRows(optimized);
    }

    private static void ComparePasses(InferenceModel optimized, byte[] file)
    {
        using InferenceModel plain = Pipeline.Load(file, 1);
        Shape[] shapes = Pipeline.Shapes(optimized, Rows);
        (CompiledPlan fast, CompiledPlan slow) = (optimized.Compile(shapes), plain.Compile(shapes));
        if (!Pipeline.IsCheap(fast) || !Pipeline.IsCheap(slow))
            return;
        Tensor[] inputs = Pipeline.Inputs(fast);
        (Tensor[] fasts, Tensor[] slows) = (fast.Run(inputs), slow.Run(inputs));
        for (int i = 0; i < fasts.Length; i++)
            CompareValues(fasts[i], slows[i], optimized.Outputs[i].Name);
    }

    private static void CompareValues(Tensor fast, Tensor slow, string output)
    {
        if (fast.ElementType != slow.ElementType || !fast.Shape.Equals(slow.Shape))
            throw new FuzzFindingException(
                $"The output {output} is {fast.ElementType}{fast.Shape} with passes, {slow.ElementType}{slow.Shape} without.");
        if (fast.ElementType != ElementType.Float32)
            return;
        ReadOnlySpan<float> left = fast.Span<float>(), right = slow.Span<float>();
        float range = 1;
        foreach (float value in right)
        {
            if (!(MathF.Abs(value) < MostCompared))
                return;
            range = MathF.Max(range, MathF.Abs(value));
        }

        for (int i = 0; i < left.Length; i++)
        {
            if (!(MathF.Abs(left[i] - right[i]) <= Tolerance * range))
                throw new FuzzFindingException($"The output {output} has {left[i]:R} at {i} with passes, {right[i]:R} without.");
        }
    }

    private static void CompareRows(InferenceModel model)
    {
        Shape[] several = Pipeline.Shapes(model, Rows);
        if (!model.KeepsRowsApart(several))
            return;
        CompiledPlan all = model.Compile(several), one = model.Compile(Pipeline.Shapes(model, 1));
        if (!Pipeline.IsCheap(all) || all.Inputs.Any(input => input.Shape[0] != Rows))
            return;
        Tensor[] inputs = Pipeline.Inputs(all);
        Tensor[] together = all.Run(inputs);
        for (int row = 0; row < Rows; row++)
        {
            Tensor[] alone = one.Run([.. inputs.Select(input => input.Rows(row, 1))]);
            for (int i = 0; i < alone.Length; i++)
            {
                if (!together[i].Rows(row, 1).Bytes.Span.SequenceEqual(alone[i].Bytes.Span))
                    throw new FuzzFindingException(
                        $"Row {row} of the output {model.Outputs[i].Name} has other bits in a batch than alone.");
            }
        }
    }
}
