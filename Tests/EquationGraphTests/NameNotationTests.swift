import Testing

@testable import EquationGraph

@Suite struct NameNotationTests {
  @Test(
    arguments: [
      ("y", "y"),
      ("y_o", "y_{o}"),
      ("W1", "W_{1}"),
      ("W_12", "W_{12}"),
      ("X_test", "X_{\\mathrm{test}}"),
      ("x_i_j", "x_{i,j}"),
      ("alpha", "\\alpha"),
      ("sigma", "\\sigma"),
      ("θ", "\\theta"),
      ("Δ", "\\Delta"),
      ("Δw", "\\Delta w"),
      ("Omega_1", "\\Omega_{1}"),
      ("theta2", "\\theta_{2}"),
      ("w_alpha", "w_{\\alpha}"),
      ("y_hat", "\\hat{y}"),
      ("x_bar", "\\bar{x}"),
      ("v_dot", "\\dot{v}"),
      ("z_tilde", "\\tilde{z}"),
      ("y_hat_1", "\\hat{y}_{1}"),
      ("W1_hat", "\\hat{W}_{1}"),
      ("theta_hat", "\\hat{\\theta}"),
      ("loss_hat", "\\widehat{\\mathrm{loss}}"),
      ("loss", "\\mathrm{loss}"),
      ("loss2", "\\mathrm{loss}_{2}"),
      ("Inf", "\\infty"),
      ("pi", "\\pi"),
      ("a__b", "\\mathrm{a\\_\\_b}"),
      ("a_", "\\mathrm{a\\_}"),
      ("dC_dW", "\\frac{\\partial C}{\\partial W}"),
      ("dC_dW1", "\\frac{\\partial C}{\\partial W_{1}}"),
      ("dC_dy_o", "\\frac{\\partial C}{\\partial y_{o}}"),
      ("dy_o_dy", "\\frac{\\partial y_{o}}{\\partial y}"),
      ("dyo_dy", "\\frac{\\partial y_{o}}{\\partial y}"),
      ("dC_dxi", "\\frac{\\partial C}{\\partial \\xi}"),
      ("dLoss_dalpha", "\\frac{\\partial \\mathrm{Loss}}{\\partial \\alpha}"),
      // Words that begin with d are no derivatives.
      ("data_dim", "\\mathrm{data}_{\\mathrm{dim}}"),
      ("d_d", "d_{d}"),
      ("d", "d"),
      ("dx", "\\mathrm{dx}"),
    ])
  func `a name is set by the rules of the language`(name: String, tex: String) {
    #expect(NameNotation(name).tex == tex)
  }

  @Test(arguments: [
    ("Δw", "\\Delta w"), ("ΔΔw1", "\\Delta \\Delta w_{1}"), ("Δα", "\\Delta \\alpha"),
    ("Δloss", "\\Delta \\mathrm{loss}"),
  ])
  func `Greek letters before a name stand by themselves`(name: String, tex: String) {
    #expect(NameNotation(name).tex == tex)
  }

  @Test(arguments: ["Δ", "ddb_", "data_"])
  func `a name may be of any length`(part: String) {
    #expect(NameNotation(String(repeating: part, count: 20_000) + "x").tex.count > 20_000)
  }

  @Test func `text keeps its special characters`() {
    #expect(
      escapedTeX("50% of {a_b} <x> $5 \\n ~^#&")
        == "50\\% of \\{a\\_b\\} \\textless{}x\\textgreater{} \\$5 \\textbackslash{}n "
        + "\\textasciitilde{}\\textasciicircum{}\\#\\&")
  }
}
