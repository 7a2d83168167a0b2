namespace Fovea.Inference;

/// <summary>What a plan of <see cref="InferenceModel.CompileGradient"/> lets back through the operators.</summary>
public enum GradientRule
{
    /// <summary>The derivative.</summary>
    Derivative,

    /// <summary>
    /// The derivative, except that Relu lets only positive gradients back (guided backpropagation; Springenberg, Dosovitskiy, Brox,
    /// Riedmiller: Striving for Simplicity: The All Convolutional Net, 2015, section 3.4). The result is no gradient.
    /// </summary>
    Guided,
}
