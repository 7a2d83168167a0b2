using Fovea.Inference.Memory;

namespace Fovea.Inference.Steps;

/// <summary>Reads which image each region belongs to, and checks it: an index outside the batch is an error of the run.</summary>
/// <param name="source">One number per region: integers, or floats that are the first of each region's.</param>
/// <param name="indices">The indices as Int64.</param>
/// <param name="images">The number of images.</param>
internal sealed class RegionIndexStep(View source, View indices, long images) : Step
{
    public override string Kernel => "images of regions";

    public override IReadOnlyList<View> Reads { get; } = [source];

    public override IReadOnlyList<View> Writes { get; } = [indices];

    public override double Cost => indices.Shape.ElementCount;

    public override bool CanShare => false;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        long* target = run.Elements<long>(indices);
        byte* from = run.Address(source);
        for (long i = 0; i < indices.Shape.ElementCount; i++)
        {
            long place = i * source.Strides[0];
            double image = source.Type switch
            {
                ElementType.Int64 => ((long*)from)[place],
                ElementType.Int32 => ((int*)from)[place],
                _ => Math.Truncate(((float*)from)[place]),
            };
            if (!(image >= 0 && image < images))
                throw new InvalidInputException($"region {i} is of image {image:R}; there are {images} images.");
            target[i] = (long)image;
        }
    }
}
