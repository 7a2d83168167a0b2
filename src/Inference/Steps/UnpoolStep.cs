using Fovea.Inference.Memory;

namespace Fovea.Inference.Steps;

/// <summary>
/// Writes elements to the places that a maximum pooling took them from. An index outside the pooled tensor is an error of the run; of
/// equal ones the last one counts.
/// </summary>
/// <param name="input">The maxima, in plain order.</param>
/// <param name="indices">For each its index in the tensor that was pooled, in plain order.</param>
/// <param name="output">The result, in plain order and already filled with zeros.</param>
/// <param name="pooled">The shape of the tensor that was pooled, no extent of which exceeds the result's.</param>
internal sealed class UnpoolStep(View input, View indices, View output, Shape pooled) : Step
{
    private readonly bool _isSame = pooled.Equals(output.Shape);

    public override string Kernel => "unpool";

    // What is not written was filled with zeros before.
    public override IReadOnlyList<View> Reads { get; } = [input, indices, output];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override double Cost => input.Shape.ElementCount * (_isSame ? 2.0 : 20);

    // Equal indices write the same element.
    public override bool CanShare => false;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        long* places = run.Elements<long>(indices);
        byte* x = run.Address(input);
        byte* y = run.Address(output);
        int size = input.Type.SizeInBytes();
        for (long i = 0; i < input.Shape.ElementCount; i++)
        {
            long place = places[i];
            if (place < 0 || place >= pooled.ElementCount)
                throw new InvalidInputException($"the index {place} is outside a tensor of the shape {pooled}.");
            System.Buffer.MemoryCopy(x + (i * size), y + (Target(place) * size), size, size);
        }
    }

    private long Target(long place)
    {
        if (_isSame)
            return place;
        long target = 0;
        for (int axis = pooled.Rank - 1; axis >= 0; axis--)
        {
            target += place % pooled[axis] * output.Strides[axis];
            place /= pooled[axis];
        }

        return target;
    }
}
