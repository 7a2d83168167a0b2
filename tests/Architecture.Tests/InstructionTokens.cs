using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace Fovea.Architecture.Tests;

/// <summary>The metadata tokens in a method's instructions: every member and type that its body names.</summary>
internal static class InstructionTokens
{
    /// <summary>The first byte of operation codes that have two.</summary>
    private const byte TwoBytes = 0xFE;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!).ToDictionary(code => code.Value);

    /// <summary>Tokens of members and types, in the order in which they occur; those of strings and bare signatures are left out.</summary>
    public static IEnumerable<int> OfMembers(byte[] instructions)
    {
        for (int at = 0; at < instructions.Length;)
        {
            byte first = instructions[at];
            OpCode code = Codes[first == TwoBytes ? BinaryPrimitives.ReadInt16BigEndian(instructions.AsSpan(at)) : first];
            at += code.Size;
            if (code.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
                yield return BinaryPrimitives.ReadInt32LittleEndian(instructions.AsSpan(at));
            at += OperandBytes(code, instructions, at);
        }
    }

    private static int OperandBytes(OpCode code, byte[] instructions, int at) => code.OperandType switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(instructions.AsSpan(at))),
        _ => 4,
    };
}
