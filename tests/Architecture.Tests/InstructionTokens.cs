using System.Buffers.Binary;
using System.Reflection.Emit;

namespace Fovea.Architecture.Tests;

/// <summary>The metadata tokens in a method's instructions: every member and type that its body names.</summary>
internal static class InstructionTokens
{
    /// <summary>Tokens of members and types, in the order in which they occur; those of strings and bare signatures are left out.</summary>
    public static IEnumerable<int> OfMembers(byte[] instructions)
    {
        foreach ((OpCode code, int operand) in Instructions.Of(instructions))
        {
            if (code.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
                yield return BinaryPrimitives.ReadInt32LittleEndian(instructions.AsSpan(operand));
        }
    }
}
