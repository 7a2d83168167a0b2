using Fovea.Inference.Memory;
using Fovea.Inference.Steps;
using Fovea.Kernels.Processors;

namespace Fovea.Inference.Lowering;

/// <summary>Finds the steps of a plan that are computed in bands of lines (<see cref="BandedStep"/>).</summary>
internal static class StepBanding
{
    /// <summary>With fewer lines per thread, computing the lines at the seams twice costs more than synchronising three times.</summary>
    private const int LinesPerThread = 7;

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
            if (steps[i] is not DenseConvolutionStep { Shape: { IsPointwise: true, Batch: 1, Groups: 1 }, HasResidual: false } expand ||
                steps[i + 1] is not DepthwiseStep { Shape: { IsFlat: true, DilationHeight: 1, Batch: 1 }, HasResidual: false } depthwise ||
                !Inner(expand.Writes[0], depthwise.Reads[0]) || (threads > 1 && depthwise.Shape.OutputHeight < LinesPerThread * threads))
                continue;
            DenseConvolutionStep? project = i + 2 < steps.Count
                && steps[i + 2] is DenseConvolutionStep { Shape: { IsPointwise: true, Batch: 1, Groups: 1 } } next &&
                Inner(depthwise.Writes[0], next.Reads[0]) ? next : null;
            var banded = new BandedStep(expand, depthwise, project, processor.BandBytes);
            Step last = project as Step ?? depthwise;
            (banded.Name, banded.Node, banded.Operator, banded.Value) = (last.Name, last.Node, last.Operator, last.Value);
            banded.Scratch = new PlanBuffer(Alignment.Up(banded.ScratchBytes) * threads);
            steps[i] = banded;
            steps.RemoveRange(i + 1, project is null ? 1 : 2);
        }
    }
}
