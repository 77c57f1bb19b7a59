/** What goes wrong in the simulated shop, when, and the truth about it. */
package dev.nightshift.local.shop.fault;
