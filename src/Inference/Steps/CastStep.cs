using Fovea.Inference.Memory;

namespace Fovea.Inference.Steps;

/// <summary>
/// Converts elements from one type to another as ONNX Cast does: rounds towards zero, and converts any value except zero to true.
/// </summary>
internal sealed class CastStep(View input, View output) : Step
{
    public override string Kernel => $"cast {input.Type} to {output.Type}";

    public override IReadOnlyList<View> Reads { get; } = [input];

    public override IReadOnlyList<View> Writes { get; } = [output];

    public override double Cost => output.Shape.ElementCount;

    public override bool CanShare => false;

    public override unsafe void Execute(in RunContext run, int part, int parts)
    {
        long count = output.Shape.ElementCount;
        byte* x = run.Address(input);
        byte* y = run.Address(output);
        for (long i = 0; i < count; i++)
        {
            // A double represents every value exactly except 64-bit integers beyond 2^53, which are therefore converted as integers.
            if (input.Type == ElementType.Int64)
                WriteInteger(y, i, ((long*)x)[i]);
            else if (input.Type == ElementType.UInt64)
                WriteUnsigned(y, i, ((ulong*)x)[i]);
            else
                WriteReal(y, i, Read(x, i));
        }
    }

    private unsafe double Read(byte* x, long i) => input.Type switch
    {
        ElementType.Float32 => ((float*)x)[i],
        ElementType.Float64 => ((double*)x)[i],
        ElementType.Float16 => (double)((Half*)x)[i],
        ElementType.Int32 => ((int*)x)[i],
        ElementType.Int16 => ((short*)x)[i],
        ElementType.Int8 => ((sbyte*)x)[i],
        ElementType.UInt32 => ((uint*)x)[i],
        ElementType.UInt16 => ((ushort*)x)[i],
        ElementType.UInt8 => x[i],
        ElementType.Bool => x[i] != 0 ? 1 : 0,
        _ => throw Unknown(input.Type),
    };

    private unsafe void WriteReal(byte* y, long i, double value)
    {
        switch (output.Type)
        {
            case ElementType.Float32: ((float*)y)[i] = (float)value; break;
            case ElementType.Float64: ((double*)y)[i] = value; break;
            case ElementType.Float16: ((Half*)y)[i] = (Half)value; break;
            case ElementType.Bool: y[i] = value != 0 ? (byte)1 : (byte)0; break;
            case ElementType.UInt64: ((ulong*)y)[i] = value < 0 ? unchecked((ulong)(long)value) : (ulong)value; break;
            default: WriteInteger(y, i, (long)value); break;
        }
    }

    private unsafe void WriteUnsigned(byte* y, long i, ulong value)
    {
        switch (output.Type)
        {
            case ElementType.Float32: ((float*)y)[i] = value; break;
            case ElementType.Float64: ((double*)y)[i] = value; break;
            case ElementType.Float16: ((Half*)y)[i] = (Half)value; break;
            default: WriteInteger(y, i, unchecked((long)value)); break;
        }
    }

    private unsafe void WriteInteger(byte* y, long i, long value)
    {
        switch (output.Type)
        {
            case ElementType.Int64: ((long*)y)[i] = value; break;
            case ElementType.Int32: ((int*)y)[i] = unchecked((int)value); break;
            case ElementType.Int16: ((short*)y)[i] = unchecked((short)value); break;
            case ElementType.Int8: ((sbyte*)y)[i] = unchecked((sbyte)value); break;
            case ElementType.UInt64: ((ulong*)y)[i] = unchecked((ulong)value); break;
            case ElementType.UInt32: ((uint*)y)[i] = unchecked((uint)value); break;
            case ElementType.UInt16: ((ushort*)y)[i] = unchecked((ushort)value); break;
            case ElementType.UInt8: y[i] = unchecked((byte)value); break;
            case ElementType.Float32: ((float*)y)[i] = value; break;
            case ElementType.Float64: ((double*)y)[i] = value; break;
            case ElementType.Float16: ((Half*)y)[i] = (Half)value; break;
            case ElementType.Bool: y[i] = value != 0 ? (byte)1 : (byte)0; break;
            default: throw Unknown(output.Type);
        }
    }

    private static InvalidOperationException Unknown(ElementType type) => new($"There is no cast of {type}.");
}
