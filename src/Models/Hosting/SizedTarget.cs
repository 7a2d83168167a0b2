using Fovea.Inference;
using Fovea.Models.Scheduling;

namespace Fovea.Models.Hosting;

/// <summary>Runs rows of different shapes through one model, each alone, by a plan for its shape. Its jobs are <see cref="ISizedRows"/>.</summary>
/// <param name="graph">The model.</param>
/// <param name="outputs">Value names; all outputs when null.</param>
/// <param name="countsImages">Whether axis 0 of the outputs counts images; else one is put in front.</param>
internal sealed class SizedTarget(InferenceModel graph, IReadOnlyList<string>? outputs, bool countsImages) : RunTarget
{
    public override int RowsPerRun => 1;

    public override bool IsShared => false;

    public override void Resolve()
    {
    }

    public override void Run(IReadOnlyList<BatchSlice> slices, int threads, CancellationToken cancellationToken)
    {
        foreach (BatchSlice slice in slices)
        {
            var job = (ISizedRows)slice.Job;
            for (int row = slice.First; row < slice.First + slice.Rows; row++)
            {
                IReadOnlyList<Tensor> inputs = job.InputsOf(row);
                CompiledPlan plan = graph.Compile([.. inputs.Select(input => input.Shape)], outputs);
                Tensor[] found = plan.Run([.. inputs], threads, cancellationToken);
                job.SetOutputs(row, countsImages ? found : [.. found.Select(InRow)]);
            }
        }
    }

    private static Tensor InRow(Tensor output) => new(output.ElementType, new Shape([1, .. output.Shape]), output.Bytes);
}
