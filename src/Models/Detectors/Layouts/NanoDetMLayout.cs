using Fovea.Models.Postprocessing;

namespace Fovea.Models.Detectors.Layouts;

/// <summary>
/// NanoDet-m of the releases 0.x: for each stride an output [N,cells,C] of the scores of the classes and one [N,cells,32] of the distances,
/// around points at (x + 0.5) * stride (<c>gfl_head.py</c>).
/// </summary>
internal sealed class NanoDetMLayout : DetectorLayout
{
    public override string Name => "nanodet-m";

    public override string Form => "[N,cells,C] and [N,cells,32] for each stride";

    public override string Preparation => NanoDetCells.Preparation;

    public override DetectionRules Rules => NanoDetCells.Rules;

    public override Detector? Recognize(DetectorGraph graph, DetectorSettings settings)
    {
        int[] strides = [.. settings.Strides ?? GridCells.UsualStrides];
        if (graph.Sides is not { } sides || graph.Outputs.Count != 2 * strides.Length || !graph.Outputs.All(output => output.IsReal(3)))
            return null;
        List<string> names = [];
        long? classes = null;
        foreach (int stride in strides)
        {
            // Scores come before distances.
            if (graph.Outputs.Where(output => output.Extents[1] == graph.Cells(stride)).ToArray() is not [var scores, var distances]
                || distances.Extents[2] != NanoDetCells.BoxColumns || scores.Extents[2] is not { } count || count != (classes ?? count))
                return null;
            classes = count;
            names.AddRange([scores.Name, distances.Name]);
        }

        return new Grids(sides, strides) { Outputs = names, Classes = (int)classes!.Value };
    }

    private sealed class Grids((int Width, int Height) sides, int[] strides) : NanoDetCells(sides, strides, point: 0.5f)
    {
        public override void Read(ImageOutputs outputs, BoxCandidates into)
        {
            int first = 0;
            for (int output = 0; output < Outputs.Count; output += 2)
            {
                ReadOnlySpan<float> scores = outputs.Floats(output), bins = outputs.Floats(output + 1);
                int cells = (int)outputs.Shape(output)[0], classes = Classes!.Value;
                for (int cell = 0; cell < cells; cell++)
                {
                    Add(
                        first + cell, scores.Slice(cell * classes, classes), bins.Slice(cell * BoxColumns, BoxColumns), into);
                }

                first += cells;
            }
        }
    }
}
