using Fovea.Inference.Memory;
using Fovea.Kernels.Layout;
using Fovea.Kernels.Normalization;

namespace Fovea.Inference.Steps;

/// <summary>Softmax over the rows of a dense matrix, or its logarithm.</summary>
internal sealed class SoftmaxStep(View input, View output, long rows, long columns, bool logarithm = false) : Step
{
    public override string Kernel => $"{(logarithm ? "logarithm of softmax" : "softmax")} {rows}x{columns}";

    public override IReadOnlyList<View> Reads { get; } = [input];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override double Cost => rows * columns * 2.0;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        (long first, long last) = Partition.Of(rows, part, parts);
        var arguments = new SoftmaxArguments
        {
            X = run.Elements<float>(input) + (first * columns),
            Y = run.Elements<float>(output) + (first * columns),
            Rows = last - first,
            Columns = columns,
        };
        if (logarithm)
            run.Kernels.Float32.LogSoftmax(in arguments);
        else
            run.Kernels.Float32.Softmax(in arguments);
    }
}
