namespace Fovea.Inference.Plans;

/// <summary>Copies the inputs of a run into its arena, and the outputs out of it.</summary>
internal interface IRunTransfer
{
    /// <summary>Copies an input into the arena.</summary>
    void CopyIn(int input, Span<byte> arena);

    /// <summary>Copies an output from the arena.</summary>
    void CopyOut(int output, ReadOnlySpan<byte> arena);
}

/// <summary>One tensor per input and output.</summary>
internal readonly ref struct TensorTransfer(ReadOnlySpan<Tensor> inputs, ReadOnlySpan<Tensor> outputs) : IRunTransfer
{
    private readonly ReadOnlySpan<Tensor> _inputs = inputs;
    private readonly ReadOnlySpan<Tensor> _outputs = outputs;

    public void CopyIn(int input, Span<byte> arena) => _inputs[input].Bytes.Span.CopyTo(arena);

    public void CopyOut(int output, ReadOnlySpan<byte> arena) => arena.CopyTo(_outputs[output].Bytes.Span);
}

/// <summary>The rows of several callers, concatenated along axis 0.</summary>
internal readonly ref struct RowTransfer(ReadOnlySpan<RunPart> parts) : IRunTransfer
{
    private readonly ReadOnlySpan<RunPart> _parts = parts;

    public void CopyIn(int input, Span<byte> arena)
    {
        foreach (RunPart part in _parts)
        {
            Span<byte> rows = Rows(part.Inputs[input], part);
            rows.CopyTo(arena);
            arena = arena[rows.Length..];
        }
    }

    public void CopyOut(int output, ReadOnlySpan<byte> arena)
    {
        foreach (RunPart part in _parts)
        {
            Span<byte> rows = Rows(part.Outputs[output], part);
            arena[..rows.Length].CopyTo(rows);
            arena = arena[rows.Length..];
        }
    }

    private static Span<byte> Rows(Tensor tensor, RunPart part)
    {
        Span<byte> bytes = tensor.Bytes.Span;
        int row = bytes.Length / (int)tensor.Shape[0];
        return bytes.Slice(part.First * row, part.Rows * row);
    }
}
