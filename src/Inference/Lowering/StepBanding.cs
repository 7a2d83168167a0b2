using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Kernels.Convolution;
using Fovea.Kernels.Processors;

namespace Fovea.Inference.Lowering;

/// <summary>Finds the steps of a plan that are computed in bands of lines (<see cref="BandedStep"/>).</summary>
internal static class StepBanding
{
    /// <summary>With fewer lines per thread, computing the lines at the seams twice costs more than synchronising three times.</summary>
    private const int LinesPerThread = 7;

    /// <summary>The least ranges of lines per thread, where lines are computed together.</summary>
    private const int RangesPerThread = 4;

    /// <summary>Bytes per cycle that a core reads from its second-level cache, about the same for all processors of the table.</summary>
    private const double SecondLevelRate = 48;

    /// <summary>How much more bands of a bottleneck block must save than they cost, as both are rough.</summary>
    private const double Margin = 3;

    /// <summary>Replaces consecutive steps by banded ones if no other step reads the values in between.</summary>
    /// <param name="steps">The steps in execution order.</param>
    /// <param name="outputs">Buffers that are read after the last step.</param>
    /// <param name="threads">The most threads of a run; sizes scratch memory.</param>
    /// <param name="processor">The processor, whose second-level cache a band must fit.</param>
    public static void Apply(List<Step> steps, IEnumerable<PlanBuffer> outputs, int threads, Processor processor)
    {
        var readers = new Dictionary<PlanBuffer, int>();
        foreach (PlanBuffer buffer in steps.SelectMany(s => s.Reads).Select(v => v.Buffer).Concat(outputs))
            readers[buffer] = readers.GetValueOrDefault(buffer) + 1;
        bool Inner(View written, View read) =>
            written == read && !written.Buffer.Shared && written.Buffer.BatchBuffer is null && readers[written.Buffer] == 1
            && written.Offset == 0;

        for (int i = 0; i + 1 < steps.Count; i++)
        {
            if (steps[i] is not DenseConvolutionStep { HasResidual: false } first || !(IsPointwise(first) || IsFirst(first))
                || steps[i + 1] is not ConvolutionStep { HasResidual: false } window || !IsWindow(window.Shape)
                || !Inner(first.Writes[0], window.Reads[0]) || !Follows(window, first)
                || (threads > 1 && !Divides(window, threads)))
                continue;
            DenseConvolutionStep? last = i + 2 < steps.Count && steps[i + 2] is DenseConvolutionStep next && IsPointwise(next)
                && Inner(window.Writes[0], next.Reads[0]) && Follows(next, window) ? next : null;
            // A 1x1 between two depthwise convolutions expands for the second one, whose map is twice as large.
            if (IsFirst(first) && last is not null && i + 3 < steps.Count && steps[i + 3] is DepthwiseStep other
                && Inner(last.Writes[0], other.Reads[0]))
                last = null;
            bool mobile = window is DepthwiseStep;
            var banded = new BandedStep(first, window, last, mobile ? processor.BandBytes : processor.BottleneckBandBytes);
            if (!mobile && !(IsPointwise(first) && Pays(banded, window.Shape, last is not null, processor)))
                continue;
            Step end = last ?? window;
            (banded.Name, banded.Node, banded.Operator, banded.Value) = (end.Name, end.Node, end.Operator, end.Value);
            banded.Scratch = new PlanBuffer(Alignment.Up(banded.ScratchBytes) * threads);
            steps[i] = banded;
            steps.RemoveRange(i + 1, last is null ? 1 : 2);
        }
    }

    private static bool IsPointwise(DenseConvolutionStep step) => step.Shape is { IsPointwise: true, Batch: 1, Groups: 1 };

    // The first convolution of a mobile network is followed by a depthwise one, and its map is one of the largest.
    private static bool IsFirst(DenseConvolutionStep step) =>
        step is { Class: LayerClass.FirstConvolution, Shape: { IsFlat: true, Batch: 1, Direction: ConvolutionDirection.Forward } };

    private static bool IsWindow(ConvolutionShape shape) =>
        shape is { IsFlat: true, IsPointwise: false, DilationHeight: 1, Batch: 1, Direction: ConvolutionDirection.Forward };

    // A matrix product counts the same memory as one line of rows.
    private static bool Follows(ConvolutionStep step, ConvolutionStep before) =>
        step.Shape.InputHeight == before.Shape.OutputHeight && step.Shape.InputWidth == before.Shape.OutputWidth;

    // Lines that are computed together are dealt out together: with few ranges, some threads would have one more than others.
    private static bool Divides(ConvolutionStep window, int threads)
    {
        int lines = window.Shape.OutputHeight;
        return lines >= LinesPerThread * threads
            && (window.LinesTogether == 1 || lines / window.LinesTogether >= RangesPerThread * threads);
    }

    // A bottleneck block computes far more per value than a mobile one, and each of its bands reads all weights again. So bands gain where
    // the values in between would leave the second-level cache, are written to the last level and read from there, and weights are few.
    private static bool Pays(BandedStep banded, ConvolutionShape window, bool projects, Processor processor)
    {
        long between = window.InputImagePixels * window.InputPixelStride * sizeof(float);
        if (projects)
            between += window.OutputPixels * window.OutputPixelStride * sizeof(float);
        int bands = (window.OutputHeight + banded.Lines - 1) / banded.Lines;
        return between > processor.ActivationBytes
            && banded.BandBytes <= processor.BottleneckBandBytes && banded.ConstantBytes <= processor.BottleneckWeightBytes
            && 2 * between / processor.LastLevelRate > Margin * bands * banded.ConstantBytes / SecondLevelRate;
    }
}
