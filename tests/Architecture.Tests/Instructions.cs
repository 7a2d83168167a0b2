using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Fovea.Architecture.Tests;

/// <summary>The instructions of a method's body.</summary>
internal static class Instructions
{
    /// <summary>The first byte of operation codes that have two.</summary>
    private const byte TwoBytes = 0xFE;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>Each operation code, and where its operand begins.</summary>
    public static IEnumerable<(OpCode Code, int Operand)> Of(byte[] body)
    {
        for (int at = 0; at < body.Length;)
        {
            byte first = body[at];
            OpCode code = Codes[first == TwoBytes ? BinaryPrimitives.ReadInt16BigEndian(body.AsSpan(at)) : first];
            at += code.Size;
            yield return (code, at);
            at += OperandBytes(code, body, at);
        }
    }

    /// <summary>Whether a branch leads backwards.</summary>
    public static bool HasLoop(byte[] body) => Of(body).Any(instruction => instruction.Code.OperandType switch
    {
        OperandType.ShortInlineBrTarget => (sbyte)body[instruction.Operand] < 0,
        OperandType.InlineBrTarget => BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(instruction.Operand)) < 0,
        _ => false,
    });

    private static int OperandBytes(OpCode code, byte[] body, int at) => code.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(body.AsSpan(at))),
        _ => 4,
    };
}
