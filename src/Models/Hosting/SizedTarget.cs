using Fovea.Inference;
using Fovea.Models.Postprocessing;
using Fovea.Models.Scheduling;

namespace Fovea.Models.Hosting;

/// <summary>
/// Runs pictures of different sizes through one model, each alone, by a plan for its shape; those for which the network is too small, or
/// the memory, in tiles. Its jobs are <see cref="ISizedRows"/>.
/// </summary>
/// <param name="graph">The model.</param>
/// <param name="outputs">Value names; all outputs when null.</param>
/// <param name="countsImages">Whether axis 0 of all outputs counts images.</param>
/// <param name="hasBatch">Whether axis 0 of the inputs counts images, so that it may do so in some outputs.</param>
/// <param name="tiles">How large pictures are divided; null where they are not.</param>
/// <param name="tile">The shape of the input for one tile, or, where nothing is divided, for one picture.</param>
internal sealed class SizedTarget(
    InferenceModel graph, IReadOnlyList<string>? outputs, bool countsImages, bool hasBatch, PictureTiles? tiles, Shape tile)
    : RunTarget
{
    // Whether the network takes nothing but tiles.
    private readonly bool _isFixed = graph.Inputs[0].Shape.Dimensions!.Skip(1).All(extent => extent.IsKnown);

    public override int RowsPerRun => 1;

    public override bool IsShared => false;

    public override bool GivesRowsApart => true;

    public override void Resolve()
    {
    }

    /// <summary>Finds out whether a picture can be run.</summary>
    /// <param name="shapes">The shapes of its inputs.</param>
    /// <exception cref="ActivationLimitException">A run, or the result, would take too much memory.</exception>
    /// <exception cref="InferenceException">The model cannot run an input of this shape.</exception>
    public void Check(IReadOnlyList<Shape> shapes) => PlanOf(shapes, out _);

    public override void Run(IReadOnlyList<BatchSlice> slices, int threads, CancellationToken cancellationToken)
    {
        foreach (BatchSlice slice in slices)
        {
            var job = (ISizedRows)slice.Job;
            for (int row = slice.First; row < slice.First + slice.Rows; row++)
            {
                foreach (Action<int, CancellationToken> part in PartsOf(job, slice.Job.RowOutputs!, row))
                    part(threads, cancellationToken);
            }
        }
    }

    /// <inheritdoc/>
    public override IReadOnlyList<Action<int, CancellationToken>> Divide(Job job) =>
        [.. Enumerable.Range(0, job.Rows).SelectMany(row => PartsOf((ISizedRows)job, job.RowOutputs!, row))];

    // The tiles of a picture, or its one run.
    private IEnumerable<Action<int, CancellationToken>> PartsOf(ISizedRows job, Tensor[][] outputs, int row)
    {
        IReadOnlyList<Tensor> inputs = job.InputsOf(row);
        CompiledPlan plan = PlanOf([.. inputs.Select(input => input.Shape)], out bool isTile);
        if (!isTile)
            return [(threads, cancellationToken) => outputs[row] = InRows(plan, plan.Run([.. inputs], threads, cancellationToken))];
        var picture = new TiledPicture(plan, tiles!, inputs[0]);
        return Enumerable.Range(0, picture.Count).Select<int, Action<int, CancellationToken>>(tile => (threads, cancellationToken) =>
        {
            picture.Run(tile, threads, cancellationToken);
            outputs[row] = InRows(plan, [picture.Made]);
        });
    }

    private Tensor[] InRows(CompiledPlan plan, Tensor[] found) =>
        countsImages ? found : [.. found.Select((tensor, i) => CountsImages(plan.Outputs[i]) ? tensor : InRow(tensor))];

    private CompiledPlan PlanOf(IReadOnlyList<Shape> shapes, out bool isTile)
    {
        isTile = tiles is not null && _isFixed;
        if (tiles is not null)
            CheckResult(shapes[0], tiles.Output);
        if (!isTile)
        {
            try
            {
                return graph.Compile(shapes, outputs);
            }
            catch (ActivationLimitException) when (tiles is not null && IsLarger(shapes[0]))
            {
                isTile = true;
            }
        }

        return graph.Compile([tile], outputs);
    }

    private static void CheckResult(Shape input, PictureOutput output)
    {
        (long height, long width) = (input[output.RowAxis] * output.Scale, input[output.RowAxis + 1] * output.Scale);
        if (height * width > PictureTiles.MostPixels)
        {
            throw new ActivationLimitException(
                $"The network would make a picture of {width}x{height} pixels; at most {PictureTiles.MostPixels:N0} pixels are made. " +
                "Send a smaller picture.");
        }
    }

    private bool IsLarger(Shape shape) =>
        shape[tiles!.Output.RowAxis] >= tiles.Height && shape[tiles.Output.RowAxis + 1] >= tiles.Width;

    private bool CountsImages(PlanValue output) => hasBatch && output.DeclaredShape.Dimensions is [{ Value: 1 }, ..];

    private static Tensor InRow(Tensor output) => new(output.ElementType, new Shape([1, .. output.Shape]), output.Bytes);
}
