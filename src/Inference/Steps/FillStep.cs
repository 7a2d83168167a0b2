using Fovea.Inference.Memory;

namespace Fovea.Inference.Steps;

/// <summary>Fills the memory of a dense tensor, in any order, with one element: the padding of a Pad, or a mask.</summary>
internal sealed class FillStep : Step
{
    /// <summary>The most elements to fill at once, because a span has at most 2^31 - 1.</summary>
    private const long MaxElementsPerFill = 1L << 30;

    private readonly View _output;
    private readonly byte[] _element;

    /// <param name="output">A view of the whole buffer.</param>
    /// <param name="element">The element's bytes.</param>
    /// <exception cref="ArgumentException">The buffer holds more than the view, or the element's size is not that of the view's
    /// type.</exception>
    public FillStep(View output, byte[] element)
    {
        if (output.Shape.ElementCount != output.Buffer.Elements)
            throw new ArgumentException("The buffer holds more than the view.", nameof(output));
        if (element.Length != output.Type.SizeInBytes())
            throw new ArgumentException($"{element.Length} bytes are no {output.Type}.", nameof(element));
        _output = output;
        _element = element;
        Writes = [output];
    }

    public override string Kernel => "fill";

    public override IReadOnlyList<View> Reads { get; } = [];

    public override IReadOnlyList<View> Writes { get; }

    public override double Cost => _output.Shape.ElementCount / 8.0;

    public override bool CanShare => false;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        byte* target = run.Address(_output);
        long count = _output.Shape.ElementCount;
        for (long done = 0; done < count; done += MaxElementsPerFill)
            Fill(target + (done * _element.Length), (int)Math.Min(MaxElementsPerFill, count - done));
    }

    private unsafe void Fill(byte* target, int count)
    {
        switch (_element.Length)
        {
            case sizeof(byte):
                new Span<byte>(target, count).Fill(_element[0]);
                break;
            case sizeof(ushort):
                new Span<ushort>(target, count).Fill(BitConverter.ToUInt16(_element));
                break;
            case sizeof(uint):
                new Span<uint>(target, count).Fill(BitConverter.ToUInt32(_element));
                break;
            default:
                new Span<ulong>(target, count).Fill(BitConverter.ToUInt64(_element));
                break;
        }
    }
}
