using Fovea.Inference.Tests.Support;
using Fovea.Kernels;
using Fovea.Kernels.Quantized;

namespace Fovea.Inference.Tests.Kernels;

/// <summary>Tables, every operand ending at a guard page.</summary>
public sealed unsafe class LookupKernelTests
{
    [Theory]
    [MemberData(nameof(KernelSets.Available), MemberType = typeof(KernelSets))]
    public void Rows_of_any_length(InstructionSet instructionSet)
    {
        const int Rows = 3;
        byte[] table = new byte[256];
        new Random(1).NextBytes(table);
        for (int columns = 1; columns <= 200; columns++)
        {
            byte[] bytes = new byte[Rows * columns];
            new Random(columns).NextBytes(bytes);
            using GuardedMemory x = GuardedMemory.Of<byte>(bytes), entries = GuardedMemory.Of<byte>(table);
            using var y = new GuardedMemory(Rows * columns, elementSize: 1);
            var arguments = new LookupArguments
            {
                X = (byte*)x.Pointer,
                Y = (byte*)y.Pointer,
                Table = (byte*)entries.Pointer,
                XRow = columns,
                YRow = columns,
                Rows = Rows,
                Columns = columns,
            };
            KernelSet.For(instructionSet).UInt8.Lookup(in arguments);
            Assert.Equal(bytes.Select(value => table[value]), y.Elements<byte>().ToArray());
        }
    }
}
