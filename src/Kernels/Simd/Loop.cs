using System.Runtime.CompilerServices;

namespace Fovea.Kernels.Simd;

/// <summary>How the runtime compiles a method that loops over elements.</summary>
internal static class Loop
{
    /// <summary>
    /// Optimised at the first call, in every program that uses the kernels. Without it the runtime first compiles such a method without
    /// optimisation, which takes some 15 times as long to run, and replaces it only after many calls. The code is the same as that of the
    /// later, optimised tier. Empty where kernels are compiled ahead of time, because the ahead-of-time compiler leaves out methods with
    /// this option.
    /// </summary>
#if AHEAD_OF_TIME
    public const MethodImplOptions OptimizedAtOnce = default;
#else
    public const MethodImplOptions OptimizedAtOnce = MethodImplOptions.AggressiveOptimization;
#endif
}
