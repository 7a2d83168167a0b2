namespace Fovea.Inference.Weights;

/// <summary>
/// Repeats a pattern of bytes: some of a value, then zeros up to whole words, several times. For taps outside an image, and for sums of
/// rows; needs no source.
/// </summary>
/// <param name="Value">The byte.</param>
/// <param name="Used">How many of each repetition have the value.</param>
/// <param name="Repetitions">How often.</param>
/// <param name="Room">Bytes of zeros at the end.</param>
internal sealed record BytePatternPacking(byte Value, int Used, int Repetitions, int Room = 0) : Packing
{
    public override ElementType ElementType => ElementType.UInt8;

    public override long Elements => ((long)BytePanelPacking.WordsOf(Used) * BytePanelPacking.Word * Repetitions) + Room;

    public override unsafe void Pack(in PackingSource source, int part, void* target)
    {
        var bytes = new Span<byte>(target, checked((int)Elements));
        bytes.Clear();
        int length = BytePanelPacking.WordsOf(Used) * BytePanelPacking.Word;
        for (int i = 0; i < Repetitions; i++)
            bytes.Slice(i * length, Used).Fill(Value);
    }
}
