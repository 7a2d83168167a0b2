using Fovea.Inference.Memory;
using Fovea.Inference.Tensors;
using Fovea.Kernels.Layout;

namespace Fovea.Inference.Steps;

/// <summary>
/// The determinant of each of several dense square matrices, by elimination with the largest pivot of a column, in double precision.
/// </summary>
internal sealed class DeterminantStep(View input, View output) : Step
{
    private readonly long _order = input.Shape[-1];

    public override string Kernel => $"determinants {output.Shape.ElementCount}x{_order}x{_order}";

    public override IReadOnlyList<View> Reads { get; } = [input];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override long ScratchBytes => Extents.Multiply(Extents.Multiply(_order, _order), sizeof(double));

    public override double Cost => output.Shape.ElementCount * (16.0 + ((double)_order * _order * _order));

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        (long first, long last) = Partition.Of(output.Shape.ElementCount, part, parts);
        double* work = ScratchBytes == 0 ? null : (double*)run.Scratch(this);
        float* x = run.Elements<float>(input);
        for (long matrix = first; matrix < last; matrix++)
        {
            for (long i = 0; i < _order * _order; i++)
                work[i] = x[(matrix * _order * _order) + i];
            run.Elements<float>(output)[matrix] = (float)Eliminate(work, in run);
        }
    }

    private unsafe double Eliminate(double* a, in RunContext run)
    {
        double determinant = 1;
        for (long column = 0; column < _order && !run.IsStopped; column++)
        {
            long pivot = column;
            for (long row = column + 1; row < _order; row++)
            {
                if (Math.Abs(a[(row * _order) + column]) > Math.Abs(a[(pivot * _order) + column]))
                    pivot = row;
            }

            double head = a[(pivot * _order) + column];
            determinant *= pivot == column ? head : -head;
            if (head == 0)
                return 0;
            double* top = a + (column * _order);
            for (long i = column; i < _order && pivot != column; i++)
                (top[i], a[(pivot * _order) + i]) = (a[(pivot * _order) + i], top[i]);
            for (long row = column + 1; row < _order; row++)
            {
                double* line = a + (row * _order);
                double factor = line[column] / head;
                for (long i = column + 1; i < _order; i++)
                    line[i] -= factor * top[i];
            }
        }

        return determinant;
    }
}
