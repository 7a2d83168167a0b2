using Fovea.Kernels.Convolution;

namespace Fovea.Inference.Steps;

/// <summary>A convolution that can be computed in ranges of lines, from and to any memory.</summary>
internal abstract class ConvolutionStep : Step
{
    /// <summary>The geometry.</summary>
    public abstract ConvolutionShape Shape { get; }

    /// <summary>Whether a residual is added.</summary>
    public abstract bool HasResidual { get; }

    /// <summary>Lines that are computed together: a range begins at a multiple of it, and ends at one or at the last line.</summary>
    public virtual int LinesTogether => 1;

    /// <summary>Computes the lines [first, last) of the output of one image.</summary>
    /// <param name="run">The run.</param>
    /// <param name="input">The input's first pixel; null for the input's own memory.</param>
    /// <param name="output">The output's first pixel; null for the output's own memory.</param>
    /// <param name="scratch"><see cref="Step.ScratchBytes"/> bytes.</param>
    /// <param name="first">The first line.</param>
    /// <param name="last">The line after the last.</param>
    public abstract unsafe void ExecuteLines(in RunContext run, float* input, float* output, byte* scratch, long first, long last);
}
